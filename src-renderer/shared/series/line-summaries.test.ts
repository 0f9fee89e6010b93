import { expect, it } from 'vitest'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import type { Line } from './line'
import { area, halfPoint } from './line-summaries'

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
  expect(area(falling)).toEqual({ value: expect.closeTo((0.875 * 2 + 0.5 * 2) / 4) })
  expect(area(line([1, 1]))).toEqual({ missing: 'few' })
})
it('nothing is said of a line with a gap: what lies in it is not known', () => {
  const broken = { ...falling, gaps: [4] }
  expect([halfPoint(broken, 1), area(broken)]).toEqual([{ missing: 'gap' }, { missing: 'gap' }])
})
it('a best of several is halved by the full model on its own half of the documents', () => {
  const best = { ...falling, points: falling.points.map((p) => ({ ...p, fullOnHalf: 1.2 })) }
  // 0.6 lies 0.3 of the way from 0.75 down to 0.25
  expect(halfPoint(best, 1)).toEqual({ value: expect.closeTo(3.6) })
})
