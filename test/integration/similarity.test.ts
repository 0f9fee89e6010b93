import { expect, it } from 'vitest'
import { splitSimilarity, type SimilarityValues } from '../../src-main/engine/readouts/similarity'
import { joinRows, packRows } from '../../src-main/engine/rows/row'
import { statePositions } from '../../src-main/runs/similarity'
import { textRequest } from '../../src-preload/contract/request'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { loadTiny, readBatch, readGolden, type Tiny } from '../support/tiny-model'

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

/** What is read of some texts at once, by plan and text. */
async function read(tiny: Tiny, plans: string[], texts: readonly (readonly number[])[], join = false) {
  const schedules = resolveAllOrThrow(plans, tiny.frozen.graph.shape.nLayers).map((p) => p.layers)
  const rows = texts.flatMap((ids) => packRows([textRequest(ids, 64)]))
  const found = await readBatch(tiny, schedules, join ? [joinRows(rows)] : rows, 'similarity')
  return schedules.map((schedule, s): SimilarityValues[] => {
    const { width, values } = found.get(s)!
    return texts.map((_, t) =>
      splitSimilarity(Array.from(values.subarray(t * width, (t + 1) * width)), schedule.length + 1),
    )
  })
}

it.each(['llama-tied', 'qwen2-plain'])(
  'similarity and variance of the hidden states of %s equal those of its golden states',
  async (name) => {
    const tiny = await loadTiny(name)
    const [golden] = readGolden(name)
    const { nLayers, dModel } = tiny.frozen.graph.shape
    // the golden states end after the final norm: the last one is not compared
    const states = golden!.states.slice(0, nLayers)
    const [[full], [other]] = (await read(tiny, ['full', '0 (1|2) 1*2'], [golden!.ids])) as [
      SimilarityValues[],
      SimilarityValues[],
    ]
    const want = expected(states)
    const rest = expected(states.map((s) => s.subarray(dModel)))
    const S = nLayers + 1
    for (let i = 0; i < states.length; i++) {
      expect(full!.variance[i]!).toBeCloseTo(want.variance[i]!, 4)
      expect(full!.varianceWithoutFirst[i]!).toBeCloseTo(rest.variance[i]!, 4)
      for (let j = 0; j < states.length; j++) {
        expect(full!.cosine[i * S + j]!).toBeCloseTo(want.cosine[i * states.length + j]!, 4)
        expect(full!.cosineWithoutFirst[i * S + j]!).toBeCloseTo(rest.cosine[i * states.length + j]!, 4)
      }
    }
    // along another schedule: a group gives one state, a repeated layer one each time
    expect(other!.variance).toHaveLength(5)
    expect(other!.cosine[0 * 5 + 1]!).toBeCloseTo(want.cosine[1]!, 4)
  },
)

it('is the same for a text alone, padded in a batch, and beside others in one row', async () => {
  const tiny = await loadTiny('llama-tied')
  const plans = ['full', 'skip(s=1)', 'parallel(s=0)', '0 (1 2|(3|4)|_) 5']
  const texts = [
    [5, 99, 250, 17, 31],
    [7, 8],
    [12, 13, 14, 15, 16, 17, 18, 19],
  ]
  const batched = await read(tiny, plans, texts)
  const joined = await read(tiny, plans, texts, true)
  for (const [t, text] of texts.entries()) {
    const alone = await read(tiny, plans, [text])
    for (const p of plans.keys()) {
      for (const other of [batched, joined]) {
        for (const key of ['cosine', 'cosineWithoutFirst', 'variance', 'varianceWithoutFirst'] as const) {
          alone[p]![0]![key].forEach((v, i) => expect(other[p]![t]![key][i]!).toBeCloseTo(v, 5))
        }
      }
    }
  }
})

it('names what every state comes after', () => {
  const [plan] = resolveAllOrThrow(['0 (1|2) 1*2'], 3)
  expect(statePositions(plan!.layers)).toEqual(['emb', '0', '(1|2)', '1', '1'])
})
