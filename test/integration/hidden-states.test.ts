import { expect, it } from 'vitest'
import { documentStates, statePositions } from '../../src-main/engine/readouts/hidden-states'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { loadTiny, readGolden } from '../support/tiny-model'

/** Cosine and variance straight from transformers' hidden states. */
function expected(states: readonly Float32Array[]): { cosine: number[]; variance: number[] } {
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((s, v, i) => s + v * b[i]!, 0)
  const cosine = states.flatMap((a) => states.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))))
  const variance = states.map((s) => {
    const mean = s.reduce((x, y) => x + y, 0) / s.length
    return s.reduce((x, y) => x + (y - mean) ** 2, 0) / s.length
  })
  return { cosine, variance }
}

it.each(['llama-tied', 'qwen2-plain'])(
  'similarity and variance of the hidden states of %s equal those of its golden states',
  async (name) => {
    const { frozen, model } = await loadTiny(name)
    const [row] = readGolden(name)
    const { nLayers } = frozen.graph.shape
    const [full] = resolveAllOrThrow(['full'], nLayers)
    // the golden states end after the final norm: the last one is not compared
    const states = row!.states.slice(0, nLayers)
    const found = await documentStates(frozen.graph, model, full!.layers, Int32Array.from(row!.ids))
    const want = expected(states)
    const S = nLayers + 1
    for (let i = 0; i < states.length; i++) {
      expect(found.variance[i]!).toBeCloseTo(want.variance[i]!, 4)
      for (let j = 0; j < states.length; j++)
        expect(found.cosine[i * S + j]!).toBeCloseTo(want.cosine[i * states.length + j]!, 4)
    }
    expect(statePositions(full!.layers)).toEqual(['emb', ...Array.from({ length: nLayers }, (_, l) => String(l))])
    // along another schedule: a group gives one state, a repeated layer one each time
    const [plan] = resolveAllOrThrow(['0 (1|2) 1*2'], nLayers)
    const other = await documentStates(frozen.graph, model, plan!.layers, Int32Array.from(row!.ids))
    expect(other.variance).toHaveLength(5)
    expect(other.cosine[0 * 5 + 1]!).toBeCloseTo(want.cosine[1]!, 4)
  },
)
