import { describe, expect, it } from 'vitest'
import { fullText, isFull } from './full'
import { resolvePlansOrThrow } from './resolve'

describe('the full model', () => {
  it.each([
    [1, '0'],
    [2, '0 1'],
    [3, '0..2'],
    [32, '0..31'],
  ])('of %i layers is %s', (nLayers, text) => expect(fullText(nLayers)).toBe(text))

  it.each([1, 2, 3, 16])('is known however its plan is written, with %i layers', (nLayers) => {
    const everyLayer = Array.from({ length: nLayers }, (_, layer) => layer).join(' ')
    for (const plan of ['full', '0..-1', everyLayer]) {
      const [resolved] = resolvePlansOrThrow(plan, nLayers)
      expect(isFull(resolved!.schedule, nLayers)).toBe(true)
      expect(isFull(resolved!.layers, nLayers)).toBe(true)
    }
  })

  it.each(['0..2', '3..0', '(0|1) 2 3', '0..3 3', '(_)', '0 1 2 (3|3)'])('is not %s', (plan) => {
    const [resolved] = resolvePlansOrThrow(plan, 4)
    expect([isFull(resolved!.schedule, 4), isFull(resolved!.layers, 4)]).toEqual([false, false])
  })

  it('is that of its own model', () =>
    expect([isFull('0..3', 5), isFull('0..3', 3), isFull('0..3', 4)]).toEqual([false, false, true]))
})
