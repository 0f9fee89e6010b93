import { expect, it } from 'vitest'
import { spread } from './seeds'

it('bands: standard deviation, range and 95% interval of the mean', () => {
  const values = [0.2, 0.4, 0.9]
  expect(spread(values, 'range')).toEqual([0.2, 0.9])
  const sd = Math.sqrt((0.09 + 0.01 + 0.16) / 2)
  expect(spread(values, 'sd')).toEqual([expect.closeTo(0.5 - sd), expect.closeTo(0.5 + sd)])
  const half = (1.96 * sd) / Math.sqrt(3)
  expect(spread(values, 'ci95')).toEqual([expect.closeTo(0.5 - half), expect.closeTo(0.5 + half)])
})
