import { expect, it } from 'vitest'
import { firstDifference } from './first-difference'

it('is the first token that differs; none where one answer is a part of the other', () => {
  expect(firstDifference([1, 2, 3], [1, 5, 3])).toBe(1)
  expect(firstDifference([4], [1, 5, 3])).toBe(0)
  expect(firstDifference([1, 2], [1, 2, 3])).toBeNull()
  expect(firstDifference([1, 2, 3], [1, 2])).toBeNull()
  expect(firstDifference([], [1])).toBeNull()
})
