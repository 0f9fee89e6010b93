import { describe, expect, it } from 'vitest'
import { resolvePlansOrThrow } from '@contract/plan/resolve'
import { VARIANT_NAMES } from '@contract/plan/variants'
import { isFull } from '@contract/plan/full'
import { itemsOf } from '@/shared/schedule/items'
import { affectedLayers, customExample, exampleSchedules, sweptChoice } from './variant-choices'

describe('a variant', () => {
  it.each([
    ['reverse(s=6)', [7, 8, 9]],
    ['skip-layer(layer=4)', [4]],
    ['switch(layer=4)', [4, 5]],
    ['full', []],
    ['0 1', []],
  ])('acts on its layers: %s', (text, layers) =>
    expect(affectedLayers(resolvePlansOrThrow(text, 16)[0]!, 16)).toEqual(layers),
  )
  it('acts on as many layers as the plan says', () => {
    for (const plan of resolvePlansOrThrow('parallel(s=*)', 13))
      expect(affectedLayers(plan, 13)).toHaveLength(plan.affectedLayers!)
  })
  it('is swept over all its values, ten seeds, and the iterations that it has', () => {
    expect([sweptChoice('s', 2), sweptChoice('seed', 4), sweptChoice('n', 5), sweptChoice('n', undefined)]).toEqual([
      { kind: 'all' },
      { kind: 'range', first: 0, last: 9 },
      { kind: 'one', value: 5 },
      { kind: 'one', value: 3 },
    ])
  })
  it.each([1, 2, 3, 12, 80])('has an example that can be drawn on a model of %i layers', (nLayers) => {
    const examples = exampleSchedules(nLayers)
    expect([...examples.keys()]).toEqual(VARIANT_NAMES)
    expect(isFull(examples.get('full')!, nLayers)).toBe(true)
    for (const [name, schedule] of examples) expect(itemsOf(schedule, nLayers), `${name} ${schedule}`).not.toBeNull()
  })
  it('is not what the custom example is', () => expect(itemsOf(customExample(16), 16)).not.toBeNull())
})
