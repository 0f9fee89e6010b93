import { expect, it } from 'vitest'
import { cacheBytes, memoryBytes, threads } from './number-settings'

it('numbers are taken as they are typed; what makes no sense is left to the program', () => {
  expect(['4', '0.25', ' 1.5 ', '', '0.1', '-3', 'x', 'Infinity'].map(memoryBytes)).toEqual([
    ...[4e9, 0.25e9, 1.5e9],
    ...[null, null, null, null, null],
  ])
  expect(['2', '2.4', '0.6', '0', '', '-1', 'x'].map(threads)).toEqual([2, 2, 1, null, null, null, null])
  expect(['2', '0', '', '-1', 'x'].map(cacheBytes)).toEqual([2e9, 0, 0, 0, 0])
})
