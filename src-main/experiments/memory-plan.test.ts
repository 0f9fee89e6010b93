import { beforeAll, describe, expect, it } from 'vitest'
import { openModel } from '../models/open-model'
import { FIXTURES } from '../../test/support/tiny-model'
import type { ModelGraph } from '../engine/model/frozen-model'
import { engineBytes, planEngines, weightBytes } from './memory-plan'

describe('memory', () => {
  let graph: ModelGraph
  beforeAll(async () => {
    graph = (await openModel(`${FIXTURES}/llama-tied`)).graph
  })

  it('with enough of it: one prepacked engine a core', () => {
    expect(planEngines(graph, 5, 100e9, 4)).toMatchObject({ nEngines: 4, threads: 1, layout: 'prepacked' })
    expect(planEngines(graph, 5, 100e9, 64)).toMatchObject({ nEngines: 16, threads: 4 })
  })

  it('with less: fewer engines, then mapped weights, then smaller batches; the bound always holds', () => {
    const big: ModelGraph = {
      ...graph,
      weights: graph.weights.map((w) => (w.shape.length === 2 ? { ...w, shape: w.shape.map((d) => d * 100) } : w)),
    }
    const layouts = new Set<string>()
    const least = engineBytes(big, 'mapped', 5, 32)
    for (let budget = least; budget < 20e9; budget *= 1.05) {
      const plan = planEngines(big, 5, budget, 2)
      expect(plan.bytes).toBeLessThanOrEqual(budget)
      layouts.add(`${plan.nEngines} ${plan.layout}`)
    }
    expect([...layouts]).toEqual(['1 mapped', '2 mapped', '1 prepacked', '2 prepacked'].filter((l) => layouts.has(l)))
    expect(layouts.size).toBeGreaterThan(2)
    expect(() => planEngines(big, 5, least - 1, 2)).toThrowError(/needs at least/)
  })

  it('counts every weight once', () => {
    const { all, prepacked } = weightBytes(graph)
    expect(all).toBe(graph.weights.reduce((n, w) => n + w.shape.reduce((a, b) => a * b, 4), 0))
    expect(prepacked).toBeLessThan(all)
  })
})
