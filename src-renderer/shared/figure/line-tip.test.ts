import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { nearestX, rowsAt, TIP_WIDTH, tipPlace } from './line-tip'

const run = madeRun(['skip(s=*)', 'reverse(s=3)'], (p) => 1 - p / 10)
const { lines } = madeFigure([run], ([subject]) => allVariants(subject, NORMALISED), NORMALISED)

describe('the tip of a chart', () => {
  it('is of the nearest x that has points', () => {
    expect([0, 2.1, 4.9, 99].map((x) => nearestX(lines, x))).toEqual([1, 3, 5, 11])
    expect(nearestX([], 3)).toBeUndefined()
  })
  it('has a row a line that has a point there, the highest first', () => {
    expect(rowsAt(lines, 5).map((r) => r.line.name.text)).toEqual(['skip', 'reverse'])
    expect(rowsAt(lines, 7).map((r) => r.line.name.text)).toEqual(['skip'])
    expect(rowsAt(lines, 4)).toEqual([])
  })
  it.each([
    [0, 0],
    [600, 400],
    [300, 390],
  ])('at %i, %i stays in its chart', (px, py) => {
    const { left, top } = tipPlace({ px, py }, { width: 700, height: 400 }, 6)
    expect(left).toBeGreaterThanOrEqual(4)
    expect(left + TIP_WIDTH).toBeLessThanOrEqual(700)
    expect(top).toBeGreaterThanOrEqual(4)
    expect(top).toBeLessThan(400)
  })
})
