import { expect, it } from 'vitest'
import { numberSize } from './number-size'

/** Of Inter's tabular digits, in their size. */
const WIDTH = 0.66

it('numbers stay within their cells, and no larger than they need to be', () => {
  for (const layer of [3, 12, 104])
    for (const cell of [12, 13, 18, 24])
      expect(numberSize(layer, cell, 11.5) * WIDTH * String(layer).length).toBeLessThan(cell)
  expect([numberSize(3, 13, 11.5), numberSize(12, 24, 11.5)]).toEqual([11.5, 11.5])
})
