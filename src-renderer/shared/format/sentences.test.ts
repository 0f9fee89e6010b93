import { expect, it } from 'vitest'
import { sentences } from './sentences'

it('sentences have a space between them, Chinese ones none', () => {
  expect(sentences(['One.', '', 'Two.'])).toBe('One. Two.')
  expect(sentences(['一。', '二。', 'Three.'])).toBe('一。二。Three.')
  expect(sentences([])).toBe('')
})
