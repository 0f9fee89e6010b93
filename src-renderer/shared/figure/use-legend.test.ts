import { expect, it } from 'vitest'
import { useLegend } from './use-legend'

it('a click hides a line, another one shows it again', () => {
  const { hidden, toggle } = useLegend()
  toggle('skip')
  toggle('random')
  expect([...hidden.value]).toEqual(['skip', 'random'])
  toggle('skip')
  expect([...hidden.value]).toEqual(['random'])
})
