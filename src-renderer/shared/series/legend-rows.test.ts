import { describe, expect, it } from 'vitest'
import { madeFigure, madeRun, N_LAYERS, NORMALISED } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import { byModel } from './by-model'
import { legendRows, linesByName, markOfLines, noteOfLines, seedsOf } from './legend-rows'

/** Figure 11 of a model: skip at `skip`, reverse at `reverse`, random of so many seeds, looped parallel of so many n. */
function figureOf(fingerprint: string, [skip, reverse]: readonly [number, number], seeds: number, documents: number) {
  const plans = [
    'skip(s=1..3)',
    'reverse(s=1..3)',
    `random(s=1..3,seed=0..${seeds - 1})`,
    `looped-parallel(s=2,n=2..${seeds})`,
  ]
  const run = madeRun(plans, (p) => (p < 3 ? skip : p < 6 ? reverse : 0.3), {
    fingerprint,
    documents: () => documents,
  })
  return madeFigure([run], ([s]) => allVariants(s, NORMALISED), NORMALISED)
}
const panels = [figureOf('f', [0.6, 0.5], 3, 8), figureOf('g', [0.2, 0.5], 10, 24)]

describe('a legend of two panels', () => {
  const rowOf = (name: string) => legendRows(panels, true).find((r) => r.lines[0].name.text === name)!
  it('tells of both: documents and seeds as a range where they differ', () => {
    expect(rowOf('skip').documents).toEqual([16, 48])
    expect(rowOf('skip').lines.map((l) => l.subject.model.fingerprint)).toEqual(['f', 'g'])
    expect(seedsOf(rowOf('random').lines)).toEqual([3, 10])
    expect(noteOfLines(rowOf('looped-parallel').lines)).toEqual({ kind: 'best of n', n: [2, 9] })
    expect(seedsOf(rowOf('skip').lines)).toBeNull()
  })
  it('is ordered by the area over both: the best in one may be the worst in the other', () =>
    expect(
      legendRows(panels, true)
        .map((r) => r.lines[0].name.text)
        .slice(0, 2),
    ).toEqual(['reverse', 'skip']))
  it('keeps the order of the lines where it is not by area', () =>
    expect(legendRows(panels, false).map((r) => r.lines[0].name.text)).toEqual([
      'skip',
      'reverse',
      'random',
      'looped-parallel',
    ]))
})

describe('a legend of a panel a variant', () => {
  const runs = ['f', 'g'].map((fingerprint, place) =>
    madeRun(['full', 'skip(s=1..3)', 'random(s=1..3,seed=0..2)'], () => 0.5, {
      fingerprint,
      name: `model ${place}`,
      place,
    }),
  )
  const lines = (['skip', 'random'] as const).flatMap(
    (variant) => madeFigure(runs, (subjects) => byModel(subjects, variant, NORMALISED), NORMALISED).lines,
  )
  it('has a row a model, told by its dash: no variant’s mark is that of all', () => {
    const rows = linesByName(lines)
    expect(rows.map(([, [line]]) => line.name.text)).toEqual(['model 0', 'model 1'])
    expect(rows.map(([, own]) => [own.length, markOfLines(own), new Set(own.map((l) => l.dash)).size])).toEqual([
      [2, null, 1],
      [2, null, 1],
    ])
    expect(markOfLines(lines.filter((l) => l.mark === 'skip'))).toBe('skip')
    // the seeds are those of one variant: the row is of the model
    expect([seedsOf(lines), noteOfLines(rows[0]![1])]).toEqual([null, { kind: 'layers', n: N_LAYERS }])
  })
})
