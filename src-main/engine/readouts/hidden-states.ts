import { canonicalText, type Block, type Schedule } from '../../../src-preload/contract/plan/schedule'
import type { ModelGraph } from '../model/frozen-model'
import { windowsOf } from '../model/model-graphs'
import { padRows } from '../rows/batch'
import type { LoadedModel, PreparedBatch } from '../runtime/runtime'

/** One document's similarities; sums over documents are made of these. */
export interface DocumentStates {
  /** `[S * S]` cosines of flattened states. */
  readonly cosine: Float64Array
  readonly cosineWithoutFirst: Float64Array
  /** `[S]` variances of all values of a state. */
  readonly variance: Float64Array
  readonly varianceWithoutFirst: Float64Array
}

/** What every state along a schedule comes after: the embedding, then each step. A parallel group gives one state. */
export const statePositions = (schedule: Schedule): string[] => [
  'emb',
  ...schedule.map((block) => (typeof block === 'number' ? String(block) : canonicalText([block]))),
]

/**
 * Runs one document through a schedule and compares the hidden states at its positions, the embedding included, before the
 * final norm: each state flattened to one vector of `[seq * dModel]` (paper, figures 3 and 15). A row holds one document and
 * no padding.
 */
export async function documentStates(
  graph: ModelGraph,
  model: LoadedModel,
  schedule: Schedule,
  ids: Int32Array,
): Promise<DocumentStates> {
  const positions = Int32Array.from(ids, (_, i) => i)
  const row = { ids, positions, parents: Int32Array.from(ids, (_, i) => i - 1), pairs: new Int32Array(0), requests: [] }
  const tokens = padRows([row], windowsOf(graph))
  const batch = model.prepare(tokens)
  const embedding = new Float32Array(batch.stateSize)
  await model.embed(batch, tokens.ids, embedding)
  const states: Float32Array[] = [embedding]
  for (const block of schedule) states.push(await applyBlock(model, batch, block, states.at(-1) as Float32Array))
  const { dModel } = graph.shape
  const rest = states.map((s) => s.subarray(Math.min(dModel, s.length)))
  return {
    cosine: cosines(states),
    cosineWithoutFirst: cosines(rest),
    variance: Float64Array.from(states, variance),
    varianceWithoutFirst: Float64Array.from(rest, variance),
  }
}

async function applyBlock(
  model: LoadedModel,
  batch: PreparedBatch,
  block: Block,
  input: Float32Array,
): Promise<Float32Array> {
  const output = new Float32Array(input.length)
  if (typeof block === 'number') {
    await model.applyLayers(batch, [block], input, output)
    return output
  }
  for (const branch of block) {
    let state: Float32Array = input
    for (const inner of branch) state = await applyBlock(model, batch, inner, state)
    for (let i = 0; i < output.length; i++) output[i] = (output[i] as number) + (state[i] as number) / block.length
  }
  return output
}

function cosines(states: readonly Float32Array[]): Float64Array {
  const n = states.length
  const norms = states.map((s) => Math.sqrt(dot(s, s)))
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const value =
        i === j
          ? 1
          : dot(states[i] as Float32Array, states[j] as Float32Array) / ((norms[i] as number) * (norms[j] as number))
      out[i * n + j] = value
      out[j * n + i] = value
    }
  }
  return out
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function variance(values: Float32Array): number {
  let mean = 0
  for (let i = 0; i < values.length; i++) mean += values[i] as number
  mean /= values.length
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2
  return sum / values.length
}
