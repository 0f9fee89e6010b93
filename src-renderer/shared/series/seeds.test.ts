import { expect, it } from 'vitest'
import type { Point } from './line'
import { groupedByX, meanOfSeeds } from './seeds'

const point = (x: number, y: number): Point => ({
  x,
  y,
  error: null,
  low: null,
  high: null,
  n: 1,
  nDocs: 1,
  isStored: false,
  isPartial: false,
  plan: '',
  params: {},
  ref: { run: '', plan: 0, task: 0 },
})
const [group] = groupedByX([0.2, 0.4, 0.9].map((y) => point(1, y)))

it('bands: standard deviation, range and 95 % of the mean', () => {
  expect(meanOfSeeds(group!, 'range')).toMatchObject({ y: 0.5, low: 0.2, high: 0.9 })
  const sd = meanOfSeeds(group!, 'sd')
  expect(sd.error).toBeCloseTo(Math.sqrt((0.09 + 0.01 + 0.16) / 2))
  expect(sd.high! - sd.y).toBeCloseTo(sd.error!)
  const ci = meanOfSeeds(group!, 'ci95')
  expect(ci.high! - 0.5).toBeCloseTo((1.96 * ci.error!) / Math.sqrt(3))
})
it('one seed has no spread', () =>
  expect(meanOfSeeds([point(1, 0.3)], 'sd')).toMatchObject({ y: 0.3, error: null, low: null, high: null }))
it('groups from the left', () =>
  expect(groupedByX([point(3, 0), point(1, 0), point(3, 1)]).map((g) => [g[0].x, g.length])).toEqual([
    [1, 1],
    [3, 2],
  ]))
