import { LabError } from '../../src-preload/contract/errors'
import type { ModelCost } from '../engine/model/model-cost'
import type { Cost } from '../engine/operators/cost'
import { HEAD_POSITIONS } from '../engine/readouts/head-queue'
import type { WeightLayout } from '../engine/runtime/runtime'

/** What engines may take. */
export interface EngineBudget {
  readonly memoryBytes: number
  /** Cores for as many engines; 1 where one engine drives a device of its own. */
  readonly cores: number
  /** Padded tokens a batch, where they are not chosen by the number of threads. */
  readonly batchTokens?: number | undefined
}

/** How a run uses the machine. */
export interface EnginePlan {
  readonly nEngines: number
  readonly threads: number
  readonly layout: WeightLayout
  /** Padded tokens a batch. */
  readonly batchTokens: number
  /** Private memory of all engine processes together, by this model of it. */
  readonly bytes: number
}

/** A Node process with ONNX Runtime loaded and the graph built; measured. */
const PROCESS_BYTES = 175_000_000
/** Tokens that keep one thread busy at full speed; more gains nothing and makes a batch's end wait. */
const TOKENS_PER_THREAD = 256
const FEWEST_TOKENS = 32
/** More processes gain nothing over more threads in each, and every one holds its own weights. */
const MOST_ENGINES = 16
const FLOAT = 4

/** Rows longer than this do not fill a batch: attention's scores of a batch are bounded by it. */
const LONGEST_ROW = 512

/** Private memory of one engine, in bytes. `nStates`: hidden states of a batch that are held at the same time. */
export function engineBytes(cost: ModelCost, layout: WeightLayout, nStates: number, batchTokens: number): number {
  const weights = layout === 'prepacked' ? cost.prepackedBytes : layout === 'memory' ? cost.weightBytes : 0
  const states = (nStates + 2) * batchTokens * cost.dModel * FLOAT
  const largest = (of: (layer: Cost) => number): number => cost.layers.reduce((most, l) => Math.max(most, of(l)), 0)
  const block = batchTokens * largest((l) => l.floatsPerToken) * FLOAT
  const attention = batchTokens * Math.min(batchTokens, LONGEST_ROW) * largest((l) => l.floatsPerTokenPair) * FLOAT
  const head = 2.5 * HEAD_POSITIONS * cost.headWidth * FLOAT
  // the runtime's arena grows in powers of two
  return PROCESS_BYTES + weights + states + 1.5 * (block + attention) + head
}

/**
 * Chooses the number of engines, the weight layout and the batch size for a memory budget: one single-threaded engine a
 * core (16 at most) with prepacked weights where all fit; else fewer; else weights mapped; else smaller batches.
 *
 * @throws `engine.memory` where not even one engine with the smallest batch fits
 */
export function planEngines(
  cost: ModelCost,
  nStates: number,
  { memoryBytes, cores, batchTokens: wantedTokens }: EngineBudget,
): EnginePlan {
  const tokensFor = (threads: number): number => wantedTokens ?? TOKENS_PER_THREAD * threads
  const candidates: { nEngines: number; threads: number; layout: WeightLayout; batchTokens: number }[] = []
  for (let nEngines = Math.min(cores, MOST_ENGINES); nEngines >= 1; nEngines--) {
    const threads = Math.floor(cores / nEngines)
    if (threads * nEngines < cores * 0.75) continue
    candidates.push({ nEngines, threads, layout: 'prepacked', batchTokens: tokensFor(threads) })
  }
  const most = Math.min(cores, MOST_ENGINES)
  candidates.push({
    nEngines: most,
    threads: Math.floor(cores / most),
    layout: 'mapped',
    batchTokens: tokensFor(Math.floor(cores / most)),
  })
  for (let tokens = tokensFor(cores); ; tokens = Math.floor(tokens / 2)) {
    candidates.push({ nEngines: 1, threads: cores, layout: 'mapped', batchTokens: Math.max(tokens, FEWEST_TOKENS) })
    if (tokens <= FEWEST_TOKENS) break
  }
  for (const c of candidates) {
    const bytes = c.nEngines * engineBytes(cost, c.layout, nStates, c.batchTokens)
    if (bytes <= memoryBytes) return { ...c, bytes }
  }
  const least = engineBytes(cost, 'mapped', nStates, FEWEST_TOKENS)
  throw new LabError(
    'engine.memory',
    `this model needs at least ${gigabytes(least)} of memory for its engine, ${gigabytes(memoryBytes)} are allowed; raise --memory or choose a smaller model`,
    { bytes: least },
  )
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`
