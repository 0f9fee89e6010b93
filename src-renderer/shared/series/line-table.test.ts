import { describe, expect, it } from 'vitest'
import { madeRun, madeScored, NORMALISED, RAW } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import { drawn } from './drawn'
import type { LineLook } from './line'
import { lineTable } from './line-table'
import { subjectsOf } from './subject'

const run = madeRun(['full', 'skip(s=4)', 'random(s=4,seed=0..1)'], (p) => p / 10)
function rowsOf(look: LineLook) {
  const wanted = allVariants(subjectsOf([run])[0]!, look)
  const points = wanted.lines.flatMap((l) => l.points)
  const scored = madeScored([run], points, look)
  const { columns, rows } = lineTable([drawn(wanted, scored, look)], scored, look, (l) => l.name.text)
  return rows.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]])))
}

describe('the table of lines', () => {
  it('a mean over seeds is no one seed’s plan, and says of how many it is the mean', () => {
    const [skip, random] = rowsOf(RAW)
    expect(skip).toMatchObject({ series: 'skip', plan: 'skip(s=4)', seeds: null })
    expect(random).toMatchObject({ series: 'random', plan: null, seeds: 2, s: 4 })
  })
  it('has the floor of its task, and of a median that of all', () => {
    expect(rowsOf(RAW)[0]).toMatchObject({ task: 'a', metric: 'acc', normalised: 0, floor: 0.25 })
    expect(rowsOf(NORMALISED)[0]).toMatchObject({ task: 'median of a, b', metric: 'acc', normalised: 1, floor: 0.25 })
  })
})
