import { expect, it } from 'vitest'
import { axisValueText } from './axis-text'

const fixed = (v: number, digits: number): string => v.toFixed(digits)

it('values beside ticks are short', () => {
  expect([0.2, 1].map((v) => axisValueText(v, 0.2, 'acc', false, fixed))).toEqual(['0.2', '1.0'])
  expect([0.25, 0.5, 1].map((v) => axisValueText(v, 0.25, 'acc', false, fixed))).toEqual(['0.25', '0.50', '1.00'])
  expect([0.2, 1].map((v) => axisValueText(v, 0.2, 'normalised', true, fixed))).toEqual(['.2', '1'])
  expect(axisValueText(-0.5, 0.5, 'normalised', true, fixed)).toBe('\u2212.5')
  expect([10, 1000, 1e6].map((v) => axisValueText(v, NaN, 'perplexity', false, fixed))).toEqual(['10', '1000', '1e6'])
  const ticks = [8e8, 1e9, 1.2e9].map((v) => axisValueText(v, 2e8, 'perplexity', false, fixed))
  expect(ticks).toEqual(['8e8', '1e9', '1.2e9'])
})
