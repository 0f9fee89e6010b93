import { beforeAll, describe, expect, it } from 'vitest'
import { distinctPatterns } from '../../src-main/engine/model/attention-pattern'
import { padRows } from '../../src-main/engine/rows/batch'
import { packingOf, packRows } from '../../src-main/engine/rows/row'
import { textRequest, tokenRequest } from '../../src-preload/contract/request'
import type { LoadedModel } from '../../src-main/engine/runtime/runtime'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import {
  interpret,
  loadTiny,
  loglikelihoodsOf,
  readBatch,
  readGolden,
  relativeDifference,
  type GoldenRow,
  type Tiny,
} from '../support/tiny-model'

/** Golden numbers come from transformers (build/golden/make_fixtures.py); tolerance: 1e-4 of the largest value. */
const TOLERANCE = 1e-4

const MODELS: readonly (readonly [string, string])[] = [
  ['llama-tied', 'llama-tied'],
  ['llama3-biases-sharded', 'llama3-biases-sharded'],
  ['llama-linear-bf16', 'llama-linear-bf16'],
  ['mistral-window-f16', 'mistral-window-f16'],
  ['qwen2-biases', 'qwen2-biases'],
  ['qwen2-plain', 'qwen2-plain'],
  ['llama-tied.gguf', 'llama-tied'],
  ['llama3-biases.gguf', 'llama3-biases-sharded'],
  // build/golden/make_families.py
  ...[
    ...['qwen3', 'smollm3', 'granite', 'olmo2', 'phi3', 'phi3-longrope', 'gemma2', 'gemma3'],
    ...['gpt-neox', 'gpt-neox-sequential', 'gpt2', 'opt', 'opt-post-norm', 'starcoder2', 'llama-yarn'],
    ...['opt-projected', 'gpt2-by-layer', 'gpt2-unscaled'],
  ].map((name) => [`families/${name}`, `families/${name}`] as const),
  ['families/qwen3.gguf', 'families/qwen3'],
  ['families/gemma3-six.gguf', 'families/gemma3-six'],
  ['families/gemma2-head.gguf', 'families/gemma2-head'],
  ...[
    ...['olmo2', 'granite', 'smollm3-fourth', 'phi3', 'phi3-longrope'],
    ...['gpt-neox', 'gpt-neox-sequential', 'gpt2', 'starcoder2'],
  ].map((name) => [`families/${name}.gguf`, `families/${name}`] as const),
]

async function stateOf(model: LoadedModel, tiny: Tiny, ids: readonly number[]) {
  const tokens = padRows(
    packRows([textRequest(ids, tiny.frozen.graph.shape.nCtx)], packingOf(tiny.frozen.graph)),
    distinctPatterns(tiny.frozen.graph.attention),
  )
  const batch = model.prepare(tokens)
  const embedded = new Float32Array(batch.stateSize)
  await model.embed(batch, tokens.ids, embedded)
  const apply = async (layers: readonly number[], h: Float32Array): Promise<Float32Array> => {
    const out = new Float32Array(h.length)
    await model.applyLayers(batch, 'block', layers, h, out)
    return out
  }
  return { embedded, apply }
}

describe.each(MODELS)('%s', (path, goldenName) => {
  let tiny: Tiny
  let golden: GoldenRow[]
  beforeAll(async () => {
    tiny = await loadTiny(path)
    golden = readGolden(goldenName)
  })

  it('has the hidden states of transformers, layer by layer', async () => {
    for (const { ids, states } of golden) {
      const { embedded, apply } = await stateOf(tiny.model, tiny, ids)
      let h: Float32Array = embedded
      expect(relativeDifference(h, states[0]!)).toBeLessThan(TOLERANCE)
      for (let l = 0; l < states.length - 1; l++) {
        h = await apply([l], h)
        expect(relativeDifference(h, states[l + 1]!)).toBeLessThan(TOLERANCE)
      }
      // a whole segment in one call is the same computation
      const layers = Array.from({ length: states.length - 1 }, (_, l) => l)
      expect(await apply(layers, embedded)).toEqual(h)
    }
  })

  it('has the logits of transformers', async () => {
    const { dVocab, dModel } = tiny.frozen.graph.shape
    for (const { ids, states, logits } of golden) {
      const pairs = Int32Array.from({ length: ids.length * dVocab * 2 }, (_, i) =>
        i % 2 === 0 ? Math.floor(i / 2 / dVocab) : Math.floor(i / 2) % dVocab,
      )
      const { logprobs, best } = await tiny.model.head(states.at(-1)!.slice(0, ids.length * dModel), ids.length, pairs)
      const want = new Float32Array(logits.length)
      ids.forEach((_, r) => {
        const row = logits.subarray(r * dVocab, (r + 1) * dVocab)
        const top = row.reduce((a, b) => Math.max(a, b), -Infinity)
        const log = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0))
        row.forEach((x, i) => (want[r * dVocab + i] = x - log))
        expect(best[r]).toBe(row.indexOf(top))
      })
      expect(relativeDifference(logprobs, want)).toBeLessThan(TOLERANCE)
    }
  })

  it('has the hidden states of every variant', async () => {
    for (const { ids, plans } of golden) {
      const { embedded, apply } = await stateOf(tiny.model, tiny, ids)
      for (const [name, want] of Object.entries(plans)) {
        const [plan] = resolveAllOrThrow([name], tiny.frozen.graph.shape.nLayers)
        const h = await interpret((l, x) => apply([l], x), plan!.layers, embedded)
        expect(relativeDifference(h, want.hidden), name).toBeLessThan(TOLERANCE)
      }
    }
  })

  it('scores every variant through the DAG, padded, shared and batched', async () => {
    const names = Object.keys(golden[0]!.plans)
    const plans = resolveAllOrThrow(names, tiny.frozen.graph.shape.nLayers).map((p) => p.layers)
    // several continuations of one beginning, so that rows are tries
    const requests = golden.map(({ ids }) =>
      [1, 2, 3]
        .filter((n) => n < ids.length)
        .map((n) => tokenRequest(ids.slice(0, -n), ids.slice(-n), tiny.frozen.graph.shape.nCtx)),
    )
    const want = (g: GoldenRow, name: string, n: number): number =>
      g.plans[name]!.logprobs.slice(-n).reduce((a, b) => a + b, 0)
    const rows = requests.flatMap((r) => packRows(r, packingOf(tiny.frozen.graph)))
    expect(rows.length).toBe(golden.length)
    const found = await readBatch(tiny, plans, rows)
    expect(found.size).toBe(names.length)
    names.forEach((name, p) => {
      const loglikelihoods = loglikelihoodsOf(found.get(p)!)
      const expected = golden.flatMap((g, i) => requests[i]!.map((_, k) => want(g, name, k + 1)))
      expect(loglikelihoods).toHaveLength(expected.length)
      expected.forEach((e, i) => expect(Math.abs(loglikelihoods[i]! - e), name).toBeLessThan(1e-3 + 2e-4 * Math.abs(e)))
    })
  })
})

it.each(['mapped', 'memory'] as const)('weights %s give the same states', async (layout) => {
  for (const path of ['llama-tied', 'qwen2-plain.gguf']) {
    const ids = [5, 99, 300, 17]
    const a = await loadTiny(path)
    const b = await loadTiny(path, layout)
    const x = await stateOf(a.model, a, ids)
    const y = await stateOf(b.model, b, ids)
    expect(relativeDifference(await y.apply([0, 3, 2], y.embedded), await x.apply([0, 3, 2], x.embedded))).toBeLessThan(
      1e-5,
    )
  }
})
