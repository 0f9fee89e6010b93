import { expect, it } from 'vitest'
import { tailOf } from './tail-of'

it('of a long text the end is shown, of a short one all', () => {
  expect(tailOf('abcdef', 6)).toBe('abcdef')
  expect(tailOf('abcdefg', 6)).toBe('…cdefg')
})
