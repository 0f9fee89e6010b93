import { expect, it } from 'vitest'
import { madeSource, NORMALISED, RAW } from '../../../test/support/figure-source'
import { loopFigure, loopTable } from './loops'

const plans = ['parallel(s=3)', 'looped-parallel(s=3,n=2..3)', 'looped-parallel(s=4,n=2..3)']
const source = madeSource(plans, (p) => [0.4, 0.6, 0.5, 0.3, 0.3][p]!)

it('the best n for each M, ties all marked; parallel is n = 1', () => {
  const figure = loopFigure([source], NORMALISED.choice)
  expect(figure.ms).toEqual([3, 5])
  expect(figure.ns).toEqual([1, 2, 3])
  expect(figure.cells.filter((c) => c.isBest).map((c) => [c.m, c.n])).toEqual([
    [5, 2],
    [3, 2],
    [3, 3],
  ])
})
it('the best perplexity is the lowest', () => {
  const { cells } = loopFigure([source], { ...RAW.choice, metric: 'perplexity' })
  const five = cells.filter((c) => c.m === 5)
  expect(five.filter((c) => c.isBest).map((c) => c.n)).toEqual([2])
  expect(Math.min(...five.map((c) => c.score.value))).toBe(five.find((c) => c.isBest)!.score.value)
})
it('the table has a row a cell', () => expect(loopTable(loopFigure([source], NORMALISED.choice)).rows).toHaveLength(5))
