import type { Program } from '../schedule/program'
import type { ModelGraph } from '../model/frozen-model'
import { windowsOf } from '../model/model-graphs'
import { padRows } from '../rows/batch'
import type { Row } from '../rows/row'
import type { LoadedModel, PreparedBatch } from '../runtime/runtime'

/** Scored positions that one head call takes: enough for full speed, few enough that the logits stay small. */
export const HEAD_POSITIONS = 96
/** A state that waits longer goes to the head in a smaller call, so that a kill loses little. */
const HEAD_WAITS_MS = 2500

/** What a schedule gave for a batch: one value a request, in the order of the rows' requests. */
export interface BatchScores {
  readonly schedules: readonly number[]
  /** Summed log probabilities of the scored tokens; NaN or infinite where a schedule overflows. */
  readonly loglikelihoods: Float32Array
  /** 1 where every scored token is the most likely one. */
  readonly greedy: Uint8Array
}

export interface BatchCallbacks {
  readonly onScores: (scores: BatchScores) => void
  /** Layer applications done so far in this batch. */
  readonly onProgress: (layerApplications: number) => void
  readonly isCancelled: () => boolean
}

/**
 * Runs a program over a batch of rows: every node of the DAG once, depth first; a schedule's scores are handed out as soon
 * as its head was computed. Returns false if cancelled (between calls).
 */
export async function runBatch(
  graph: ModelGraph,
  model: LoadedModel,
  program: Program,
  rows: readonly Row[],
  buffers: StateBuffers,
  callbacks: BatchCallbacks,
): Promise<boolean> {
  const tokens = padRows(rows, windowsOf(graph))
  const batch = model.prepare(tokens)
  const slot = (i: number): Float32Array => buffers.get(i, batch.stateSize)
  const heads = new HeadQueue(graph, model, rows, tokens.seq, callbacks.onScores)
  let done = 0

  await model.embed(batch, tokens.ids, slot(0))
  for (const step of program.instructions) {
    if (callbacks.isCancelled()) return false
    switch (step.op) {
      case 'run':
        await runLayers(model, batch, step.layers, slot(step.from), slot(step.to), callbacks)
        done += step.layers.length
        callbacks.onProgress(done)
        break
      case 'sum':
        if (step.first) slot(step.to).set(slot(step.from))
        else addInto(slot(step.to), slot(step.from))
        break
      case 'scale':
        scale(slot(step.slot), step.by)
        break
      case 'head':
        await heads.push(step.schedules, slot(step.slot))
        break
    }
  }
  await heads.flush()
  return true
}

/** Layers that one call runs at most, so that a cancellation is not kept waiting. */
const LAYERS_PER_CALL = 64

async function runLayers(
  model: LoadedModel,
  batch: PreparedBatch,
  layers: readonly number[],
  from: Float32Array,
  to: Float32Array,
  callbacks: BatchCallbacks,
): Promise<void> {
  let source = from
  for (let at = 0; at < layers.length && !callbacks.isCancelled(); at += LAYERS_PER_CALL) {
    const input = source === to ? to.slice() : source
    await model.applyLayers(batch, layers.slice(at, at + LAYERS_PER_CALL), input, to)
    source = to
  }
}

function addInto(sum: Float32Array, term: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (term[i] as number)
}

function scale(values: Float32Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * by
}

/** Hidden states of one engine, reused from batch to batch. */
export class StateBuffers {
  private readonly buffers: Float32Array[] = []

  get(slot: number, size: number): Float32Array {
    const held = this.buffers[slot]
    if (held && held.length === size) return held
    if (held && held.buffer.byteLength >= size * 4) return (this.buffers[slot] = new Float32Array(held.buffer, 0, size))
    return (this.buffers[slot] = new Float32Array(size))
  }
}

/** Gathers the scored positions of many schedules, so that the head always runs on full batches. */
class HeadQueue {
  private readonly dModel: number
  private readonly hidden: Float32Array
  private filled = 0
  private waitingSince = 0
  private queued: { readonly entry: Entry; readonly scored: ScoredPosition }[] = []
  /** Scored positions of the batch, each with the pairs read there. */
  private readonly positions: ScoredPosition[] = []
  private readonly requests: Int32Array[] = []
  private nPairs = 0

  constructor(
    graph: ModelGraph,
    private readonly model: LoadedModel,
    rows: readonly Row[],
    seq: number,
    private readonly onScores: (scores: BatchScores) => void,
  ) {
    this.dModel = graph.shape.dModel
    this.hidden = new Float32Array(HEAD_POSITIONS * this.dModel)
    rows.forEach((row, b) => {
      const at = new Map<number, ScoredPosition>()
      for (let p = 0; p < row.pairs.length; p += 2) {
        const token = b * seq + (row.pairs[p] as number)
        let scored = at.get(token)
        if (!scored) {
          scored = { token, pairs: [] }
          at.set(token, scored)
          this.positions.push(scored)
        }
        scored.pairs.push({ pair: this.nPairs + p / 2, target: row.pairs[p + 1] as number })
      }
      for (const r of row.requests) this.requests.push(r.pairs.map((p) => p + this.nPairs))
      this.nPairs += row.pairs.length / 2
    })
  }

  async push(schedules: readonly number[], state: Float32Array): Promise<void> {
    const entry: Entry = {
      schedules,
      logprobs: new Float32Array(this.nPairs),
      greedy: new Uint8Array(this.nPairs),
      left: this.positions.length,
    }
    for (const scored of this.positions) {
      this.hidden.set(
        state.subarray(scored.token * this.dModel, (scored.token + 1) * this.dModel),
        this.filled * this.dModel,
      )
      this.queued.push({ entry, scored })
      if (++this.filled === 1) this.waitingSince = performance.now()
      if (this.filled === HEAD_POSITIONS) await this.flush()
    }
    if (this.filled > 0 && performance.now() - this.waitingSince > HEAD_WAITS_MS) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.filled === 0) return
    const pairs = this.queued.flatMap(({ scored }, row) => scored.pairs.flatMap(({ target }) => [row, target]))
    const { logprobs, best } = await this.model.head(this.hidden, this.filled, Int32Array.from(pairs))
    let at = 0
    const queued = this.queued
    this.queued = []
    this.filled = 0
    queued.forEach(({ entry, scored }, row) => {
      for (const { pair, target } of scored.pairs) {
        entry.logprobs[pair] = logprobs[at++] as number
        entry.greedy[pair] = best[row] === target ? 1 : 0
      }
      if (--entry.left === 0) this.finish(entry)
    })
  }

  private finish({ schedules, logprobs, greedy }: Entry): void {
    const loglikelihoods = new Float32Array(this.requests.length)
    const allGreedy = new Uint8Array(this.requests.length)
    this.requests.forEach((pairs, r) => {
      let sum = 0
      let every = 1
      for (const p of pairs) {
        sum += logprobs[p] as number
        every &= greedy[p] as number
      }
      loglikelihoods[r] = sum
      allGreedy[r] = Number.isNaN(sum) ? 0 : every
    })
    this.onScores({ schedules, loglikelihoods, greedy: allGreedy })
  }
}

interface ScoredPosition {
  readonly token: number
  readonly pairs: { readonly pair: number; readonly target: number }[]
}

interface Entry {
  readonly schedules: readonly number[]
  readonly logprobs: Float32Array
  readonly greedy: Uint8Array
  left: number
}
