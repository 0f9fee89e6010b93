import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { CALL } from '../graph/call-inputs'
import { bytesOf, GraphBuilder, type AttentionOperator, type GraphProfile, type Value } from '../graph/graph-builder'
import { ELEMENT_TYPE, encodeModel, valueInfo } from '../graph/onnx-schema'
import type { AttentionPattern } from '../model/attention-pattern'
import { padRows } from '../rows/batch'
import { packRows } from '../rows/row'
import { textRequest } from '../../../src-preload/contract/request'
import { gelu, silu } from './activations'
import { attention, type Heads } from './attention'
import { add, mul } from './elementwise'
import { linear } from './linear'
import { layerNorm, rmsNorm } from './norms'

type Tensors = Readonly<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>

const wave = (n: number, seed: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin((i + 1) * 12.9898 + seed * 78.233))

const profile = (weights: Tensors, operator: AttentionOperator): GraphProfile => ({
  attention: operator,
  weights: (name) => ({
    name,
    dataType: ELEMENT_TYPE.float32,
    dims: weights[name]!.dims,
    rawData: bytesOf(weights[name]!.data),
  }),
})

/** Runs what `build` makes of the inputs; gives the result and the builder. */
async function run(
  build: (g: GraphBuilder) => Value,
  inputs: Tensors,
  options: { weights?: Tensors; operator?: AttentionOperator; positions?: Int32Array; batch?: number } = {},
): Promise<{ readonly y: Float32Array; readonly g: GraphBuilder }> {
  const g = new GraphBuilder(profile(options.weights ?? {}, options.operator ?? 'plain'))
  for (const [name, { dims }] of Object.entries(inputs)) g.ofWidth(name, dims.at(-1)!)
  g.opNamed('y', 'Identity', [build(g)])
  const { batch = 1, positions } = options
  const seq = (positions?.length ?? 0) / batch
  const infos = Object.entries(inputs).map(([name, { dims }]) => valueInfo(name, 'float32', [...dims]))
  const call = positions ? [valueInfo(CALL.positions, 'int64', ['batch', 'seq'])] : []
  const graph = g.finish('test', [...infos, ...call], [valueInfo('y', 'float32', ['n', 'd'])])
  const session = await ort.InferenceSession.create(encodeModel(graph))
  const feeds: Record<string, ort.Tensor> = Object.fromEntries(
    Object.entries(inputs).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)]),
  )
  if (positions) feeds[CALL.positions] = new ort.Tensor('int64', BigInt64Array.from(positions, BigInt), [batch, seq])
  const { y } = await session.run(feeds)
  return { y: y!.data as Float32Array, g }
}

const expectClose = (found: Float32Array, wanted: readonly number[]): void => {
  expect(found).toHaveLength(wanted.length)
  wanted.forEach((w, i) => expect(Math.abs(found[i]! - w)).toBeLessThan(1e-4 * Math.max(1, Math.abs(w))))
}

const [N, D] = [3, 8]
const X = { x: { data: wave(N * D, 1), dims: [N, D] } }
const rows = (data: Float32Array, d: number): number[][] =>
  Array.from({ length: data.length / d }, (_, i) => Array.from(data.subarray(i * d, (i + 1) * d)))

describe('operators', () => {
  it('linear: x times the transpose of the weight, plus a bias; costs dOut * dIn a token', async () => {
    const weights = { w: { data: wave(5 * D, 2), dims: [5, D] }, b: { data: wave(5, 3), dims: [5] } }
    const { y, g } = await run((b) => linear(b, 'x', 'w', 'b'), X, { weights })
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, v, i) => s + v * b[i]!, 0)
    const wanted = rows(X.x.data, D).flatMap((x) =>
      rows(weights.w.data, D).map((w, o) => dot(x, w) + weights.b.data[o]!),
    )
    expectClose(y, wanted)
    expect(g.cost).toMatchObject({ macsPerToken: 5 * D, floatsPerToken: 5 })
  })

  it('norms over the last axis', async () => {
    const weights = { w: { data: wave(D, 4), dims: [D] }, b: { data: wave(D, 5), dims: [D] } }
    const { w, b } = weights
    const mean = (v: readonly number[]): number => v.reduce((p, q) => p + q, 0) / v.length
    const root = (x: readonly number[]): number => Math.sqrt(mean(x.map((v) => v * v)) + 1e-5)
    const rms = rows(X.x.data, D).flatMap((x) => x.map((v, i) => (v / root(x)) * w.data[i]!))
    expectClose((await run((g) => rmsNorm(g, 'x', 'w', 1e-5), X, { weights })).y, rms)
    const centred = (x: readonly number[]): number[] => x.map((v) => v - mean(x))
    const layer = rows(X.x.data, D)
      .map(centred)
      .flatMap((x) => x.map((v, i) => (v / root(x)) * w.data[i]! + b.data[i]!))
    expectClose((await run((g) => layerNorm(g, 'x', 'w', 'b', 1e-5), X, { weights })).y, layer)
  })

  it('activations and sums', async () => {
    const values = Array.from(X.x.data)
    expectClose(
      (await run((g) => silu(g, 'x'), X)).y,
      values.map((v) => v / (1 + Math.exp(-v))),
    )
    // Φ by Simpson's rule
    const phi = (v: number): number => {
      const steps = 200
      const h = v / steps
      const f = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)
      const sum = Array.from({ length: steps + 1 }, (_, i) => f(i * h) * (i % steps === 0 ? 1 : i % 2 ? 4 : 2))
      return 0.5 + (sum.reduce((p, q) => p + q, 0) * h) / 3
    }
    expectClose(
      (await run((g) => gelu(g, 'x'), X)).y,
      values.map((v) => v * phi(v)),
    )
    expectClose(
      (await run((g) => add(g, mul(g, 'x', 'x'), 'x'), X)).y,
      values.map((v) => v * v + v),
    )
  })
})

describe('attention', () => {
  const texts = [
    [1, 2, 3, 4, 5],
    [6, 7, 8],
  ]
  const n = 2 * 5
  const patterns: readonly AttentionPattern[] = [
    { kind: 'causal', window: null },
    { kind: 'causal', window: 2 },
    { kind: 'bidirectional' },
  ]
  const batch = padRows(
    texts.flatMap((ids) => packRows([textRequest(ids, 64)], { shares: false, longFrom: null })),
    patterns,
  )

  async function attend(
    heads: Heads,
    pattern: AttentionPattern,
    operator: AttentionOperator,
    extra: { readonly scale?: number; readonly softCap?: number } = {},
  ): Promise<Float32Array> {
    const widths = { q: heads.nHeads * heads.dHead, kv: heads.nKvHeads * heads.dHead }
    const inputs = {
      q: { data: wave(n * widths.q, 1), dims: [n, widths.q] },
      k: { data: wave(n * widths.kv, 2), dims: [n, widths.kv] },
      v: { data: wave(n * widths.kv, 3), dims: [n, widths.kv] },
      [CALL.mask(pattern)]: { data: batch.masks.get(CALL.mask(pattern))!, dims: [2, 1, 5, 5] },
    }
    const options = { operator, positions: batch.positions, batch: 2 }
    return (
      await run((g) => attention(g, 'q', 'k', 'v', { heads, pattern, rotation: null, ...extra }), inputs, options)
    ).y
  }

  /** As it is written down: every head by itself, every query over the keys that it sees. */
  function plainly({ nHeads, nKvHeads, dHead }: Heads, sees: (query: number, key: number) => boolean): number[] {
    const [q, k, v] = [wave(n * nHeads * dHead, 1), wave(n * nKvHeads * dHead, 2), wave(n * nKvHeads * dHead, 3)]
    const at = (x: Float32Array, nRowHeads: number, token: number, head: number): number[] =>
      Array.from(x.subarray((token * nRowHeads + head) * dHead, (token * nRowHeads + head + 1) * dHead))
    return Array.from({ length: n }, (_, query) =>
      Array.from({ length: nHeads }, (__, head) => {
        const kvHead = Math.floor(head / (nHeads / nKvHeads))
        const keys = Array.from({ length: n }, (___, key) => key).filter((key) => sees(query, key))
        const own = at(q, nHeads, query, head)
        const scores = keys.map(
          (key) => at(k, nKvHeads, key, kvHead).reduce((s, x, i) => s + x * own[i]!, 0) / Math.sqrt(dHead),
        )
        const total = scores.reduce((s, x) => s + Math.exp(x), 0)
        return Array.from({ length: dHead }, (___, i) =>
          keys.reduce((s, key, j) => s + (Math.exp(scores[j]!) / total) * at(v, nKvHeads, key, kvHead)[i]!, 0),
        )
      }).flat(),
    ).flat()
  }

  const lengths = texts.map((t) => t.length)
  const sees =
    (pattern: AttentionPattern) =>
    (query: number, key: number): boolean => {
      const [row, i, j] = [Math.floor(query / 5), query % 5, key % 5]
      if (row !== Math.floor(key / 5)) return false
      if (i >= lengths[row]! || j >= lengths[row]!) return query === key
      return pattern.kind === 'bidirectional' || (j <= i && i - j < (pattern.window ?? Infinity))
    }

  it.each(patterns)('%o, grouped heads: every operator gives what is written down', async (pattern) => {
    const heads = { nHeads: 4, nKvHeads: 2, dHead: 8 }
    const wanted = plainly(heads, sees(pattern))
    for (const operator of ['plain', 'group-query', 'attention-23'] as const) {
      expectClose(await attend(heads, pattern, operator), wanted)
    }
  })

  it('softly capped scores of a scale of their own: every operator gives the same, and another than without', async () => {
    const heads = { nHeads: 4, nKvHeads: 2, dHead: 8 }
    const extra = { scale: 0.7, softCap: 0.5 }
    for (const pattern of patterns) {
      const wanted = await attend(heads, pattern, 'plain', extra)
      expect(wanted).not.toEqual(await attend(heads, pattern, 'plain'))
      for (const operator of ['group-query', 'attention-23'] as const)
        expectClose(await attend(heads, pattern, operator, extra), Array.from(wanted))
    }
  })
  it.each([4, 36, 100])('heads of %i, which the grouped operator does not take', async (dHead) => {
    const heads = { nHeads: 2, nKvHeads: 1, dHead }
    const pattern = patterns[0]!
    expectClose(await attend(heads, pattern, 'group-query'), plainly(heads, sees(pattern)))
  })
})
