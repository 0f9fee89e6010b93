import { expect, it } from 'vitest'
import { madeRun, madeScored, NORMALISED, RAW } from '../../../test/support/figure-source'
import type { LineLook } from './line'
import { loopFigure, loopPlaces, loopTable, type LoopFigure } from './loops'
import type { Scored } from './scored'
import { subjectsOf } from './subject'

const plans = ['parallel(s=3)', 'looped-parallel(s=3,n=2..3)', 'looped-parallel(s=4,n=2..3)']
const run = madeRun(plans, (p) => [0.4, 0.6, 0.5, 0.3, 0.3][p]!)
const [subject] = subjectsOf([run])
const places = loopPlaces(subject!)
const scoredBy = (look: LineLook): Scored =>
  madeScored(
    [run],
    places.map((p) => p.point),
    look,
  )
const figureOf = (look: LineLook): LoopFigure => loopFigure(places, scoredBy(look), look)

it('one best n for each M, the smallest of equal ones, and ties told apart from it; parallel is n = 1', () => {
  const figure = figureOf(NORMALISED)
  expect(figure.ms).toEqual([3, 5])
  expect(figure.ns).toEqual([1, 2, 3])
  const ranked = (rank: string): number[][] => figure.cells.filter((c) => c.rank === rank).map((c) => [c.m, c.n])
  expect(ranked('best').sort()).toEqual([
    [3, 2],
    [5, 2],
  ])
  expect(ranked('tie')).toEqual([[3, 3]])
})
it('has no best n where a cell of its M is not measured, or on fewer documents: it could be the better one', () => {
  const values = [0.4, 0.6, 0.5, 0.3, 0.3]
  const figureWith = (partial: readonly number[], missing: readonly number[]): LoopFigure => {
    const open = madeRun(plans, (p) => (missing.includes(p) ? NaN : values[p]!), {
      documents: (p) => (partial.includes(p) ? 10 : 40),
    })
    const asked = loopPlaces(subjectsOf([open])[0]!)
    const points = asked.map((p) => p.point)
    return loopFigure(asked, madeScored([open], points, RAW), RAW)
  }
  const best = ({ cells }: LoopFigure): number[] => cells.filter((c) => c.rank === 'best').map((c) => c.m)
  expect(best(figureWith([], [])).sort()).toEqual([3, 5])
  expect(figureWith([], []).hasUnranked).toBe(false)
  for (const figure of [figureWith([4], []), figureWith([], [4])]) {
    expect(best(figure)).toEqual([5])
    expect(figure.hasUnranked).toBe(true)
  }
})
it('the best perplexity is the lowest', () => {
  const { cells } = figureOf({ ...RAW, choice: { ...RAW.choice, metric: 'perplexity' } })
  const five = cells.filter((c) => c.m === 5)
  expect(five.filter((c) => c.rank === 'best').map((c) => c.n)).toEqual([2])
  expect(Math.min(...five.map((c) => c.point.y))).toBe(five.find((c) => c.rank === 'best')!.point.y)
})
it('the table has a row a cell, each with its model', () => {
  const { columns, rows } = loopTable(figureOf(NORMALISED), subject!, scoredBy(NORMALISED), NORMALISED)
  expect(rows).toHaveLength(5)
  for (const row of rows) expect(row).toHaveLength(columns.length)
  const [first] = rows.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]])))
  expect(first).toMatchObject({ model: 'm', precision: 'fp32', bos: 0, M: 5, plan: 'looped-parallel(s=3,n=2)' })
  expect(first).toMatchObject({ task: 'median of a, b', metric: 'acc', normalised: 1, floor: 0.25 })
})
it('of one n alone nothing is the best', () => {
  const one = madeRun(['looped-parallel(s=3..4,n=2)'], () => 0.5)
  const asked = loopPlaces(subjectsOf([one])[0]!)
  const points = asked.map((p) => p.point)
  expect(loopFigure(asked, madeScored([one], points, RAW), RAW).cells.map((c) => c.rank)).toEqual(['only', 'only'])
})
