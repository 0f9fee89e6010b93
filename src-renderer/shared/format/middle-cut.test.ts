import { expect, it } from 'vitest'
import { middleCut, nameParts } from './middle-cut'

it('a long name keeps its end, which tells it from its like', () => {
  expect(nameParts('SmolLM2-135M-Instruct.Q4_1')).toEqual(['SmolLM2-135M-Instr', 'uct.Q4_1'])
  expect(nameParts('painter-16')).toEqual(['painter-16', ''])
})
it('a name is cut in its middle where it has too many characters', () => {
  expect(middleCut('SmolLM2-135M-Instruct.Q4_1', 13)).toBe('SmolLM…t.Q4_1')
  expect(middleCut('SmolLM2-135M-Instruct.Q4_1', 12)).toBe('SmolLM….Q4_1')
  expect(middleCut('painter-16', 10)).toBe('painter-16')
})
