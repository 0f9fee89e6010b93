import { expect, it } from 'vitest'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import type { Line } from './line'
import { area, halfPoint, usualRange } from './line-summaries'

const [made] = madeFigure([madeRun(['skip(s=2)'], () => 1)], ([s]) => allVariants(s, NORMALISED), NORMALISED).lines
const line = (...points: readonly (readonly [number, number])[]): Line => ({
  ...made!,
  points: points.map(([x, y]) => ({ ...made!.points[0]!, x, y })),
})
const falling = line([1, 1], [3, 0.75], [5, 0.25])

it('the half point lies between the last point above and the first below, or says why there is none', () => {
  expect(halfPoint(falling, 1)).toEqual({ value: expect.closeTo(4) })
  expect(halfPoint(falling, null)).toEqual({ missing: 'full' })
  expect(halfPoint(line([1, 1], [3, 0.75]), 1)).toEqual({ missing: 'above' })
  expect(halfPoint(line([1, 0.1], [3, 0]), 1)).toEqual({ missing: 'below' })
})
it('the area is the mean over what was measured', () => {
  expect(area(falling, null)).toEqual({ value: expect.closeTo((0.875 * 2 + 0.5 * 2) / 4) })
  expect(area(line([1, 1]), null)).toEqual({ missing: 'few' })
})
it('areas are of one range: what begins or ends elsewhere than most lines has none', () => {
  const short = line([3, 1], [5, 0])
  const range = usualRange([short, falling, line([1, 0], [5, 0]), line([2, 0])])
  expect(range).toEqual([1, 5])
  expect(area(falling, range)).toHaveProperty('value')
  expect(area(short, range)).toEqual({ missing: 'range' })
  expect(usualRange([short, falling])).toEqual([1, 5])
  expect(usualRange([])).toBeNull()
})
it('nothing is said of a line with a gap: what lies in it is not known', () => {
  const broken = { ...falling, gaps: [4] }
  expect([halfPoint(broken, 1), area(broken, null)]).toEqual([{ missing: 'gap' }, { missing: 'gap' }])
})
it('a best of several is halved by the full model on its own half of the documents', () => {
  const best = { ...falling, points: falling.points.map((p) => ({ ...p, fullOnHalf: 1.2 })) }
  // 0.6 lies 0.3 of the way from 0.75 down to 0.25
  expect(halfPoint(best, 1)).toEqual({ value: expect.closeTo(3.6) })
})
