import { beforeAll, describe, expect, it } from 'vitest'
import { openModel } from '../models/open-model'
import { FIXTURES } from '../../test/support/tiny-model'
import type { ModelGraph } from '../engine/model/frozen-model'
import { modelCost, type ModelCost } from '../engine/model/model-cost'
import { engineBytes, planEngines, type EnginePlan } from './memory-plan'

describe('memory', () => {
  let graph: ModelGraph
  let cost: ModelCost
  beforeAll(async () => {
    graph = (await openModel(`${FIXTURES}/llama-tied`)).graph
    cost = modelCost(graph)
  })

  it('with enough of it: one prepacked engine a core', () => {
    const plan = (cores: number): EnginePlan => planEngines(cost, 5, { memoryBytes: 100e9, cores })
    expect(plan(4)).toMatchObject({ nEngines: 4, threads: 1, layout: 'prepacked' })
    expect(plan(64)).toMatchObject({ nEngines: 16, threads: 4 })
  })

  it('with less: fewer engines, then mapped weights, then smaller batches; the bound always holds', () => {
    const big: ModelCost = {
      ...cost,
      weightBytes: cost.weightBytes * 10_000,
      prepackedBytes: cost.prepackedBytes * 10_000,
    }
    const layouts = new Set<string>()
    const least = engineBytes(big, 'mapped', 5, 32)
    for (let memoryBytes = least; memoryBytes < 20e9; memoryBytes *= 1.05) {
      const plan = planEngines(big, 5, { memoryBytes, cores: 2 })
      expect(plan.bytes).toBeLessThanOrEqual(memoryBytes)
      layouts.add(`${plan.nEngines} ${plan.layout}`)
    }
    expect([...layouts]).toEqual(['1 mapped', '2 mapped', '1 prepacked', '2 prepacked'].filter((l) => layouts.has(l)))
    expect(layouts.size).toBeGreaterThan(2)
    expect(() => planEngines(big, 5, { memoryBytes: least - 1, cores: 2 })).toThrowError(/needs at least/)
  })

  it('counts every weight once', () => {
    expect(cost.weightBytes).toBe(graph.weights.reduce((n, w) => n + w.shape.reduce((a, b) => a * b, 4), 0))
    expect(cost.prepackedBytes).toBeLessThan(cost.weightBytes)
  })
})
