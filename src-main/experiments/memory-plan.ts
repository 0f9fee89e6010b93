import { LabError } from '../../src-preload/contract/errors'
import type { ModelGraph } from '../engine/model/frozen-model'
import { HEAD_POSITIONS } from '../engine/readouts/batch-runner'
import type { WeightLayout } from '../engine/runtime/runtime'

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

/** Weights in float32, and the share of them that the runtime lays out anew (matrices of layers and the head). */
export function weightBytes(graph: ModelGraph): { readonly all: number; readonly prepacked: number } {
  const bytes = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, FLOAT)
  const all = graph.weights.reduce((sum, w) => sum + bytes(w.shape), 0)
  const hasHead = graph.weights.some((w) => w.part === 'head' && w.shape.length === 2)
  const prepacked = graph.weights
    .filter((w) => w.shape.length === 2 && (w.part !== 'embed' || !hasHead))
    .reduce((sum, w) => sum + bytes(w.shape), 0)
  return { all, prepacked }
}

/** Private memory of one engine, in bytes. */
export function engineBytes(graph: ModelGraph, layout: WeightLayout, nSlots: number, batchTokens: number): number {
  const { dModel, dMlp, nHeads, nKvHeads, dHead, dVocab } = graph.shape
  const { all, prepacked } = weightBytes(graph)
  const weights = layout === 'prepacked' ? prepacked : layout === 'memory' ? all : 0
  const states = (nSlots + 2) * batchTokens * dModel * FLOAT
  // live at once inside a block: residual, norm, q, k, v, their rotated copies, attention, gate, up and product
  const block = batchTokens * (4 * dModel + 3 * (nHeads + 2 * nKvHeads) * dHead + 3 * dMlp) * FLOAT
  const attention = 2 * nHeads * batchTokens * Math.min(batchTokens, 512) * FLOAT
  const head = 2.5 * HEAD_POSITIONS * dVocab * FLOAT
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
  graph: ModelGraph,
  nSlots: number,
  budgetBytes: number,
  nCores: number,
  wantedTokens?: number,
): EnginePlan {
  const tokensFor = (threads: number): number => wantedTokens ?? TOKENS_PER_THREAD * threads
  const candidates: { nEngines: number; threads: number; layout: WeightLayout; batchTokens: number }[] = []
  for (let nEngines = Math.min(nCores, MOST_ENGINES); nEngines >= 1; nEngines--) {
    const threads = Math.floor(nCores / nEngines)
    if (threads * nEngines < nCores * 0.75) continue
    candidates.push({ nEngines, threads, layout: 'prepacked', batchTokens: tokensFor(threads) })
  }
  const most = Math.min(nCores, MOST_ENGINES)
  candidates.push({
    nEngines: most,
    threads: Math.floor(nCores / most),
    layout: 'mapped',
    batchTokens: tokensFor(Math.floor(nCores / most)),
  })
  for (let tokens = tokensFor(nCores); ; tokens = Math.floor(tokens / 2)) {
    candidates.push({ nEngines: 1, threads: nCores, layout: 'mapped', batchTokens: Math.max(tokens, FEWEST_TOKENS) })
    if (tokens <= FEWEST_TOKENS) break
  }
  for (const c of candidates) {
    const bytes = c.nEngines * engineBytes(graph, c.layout, nSlots, c.batchTokens)
    if (bytes <= budgetBytes) return { ...c, bytes }
  }
  const least = engineBytes(graph, 'mapped', nSlots, FEWEST_TOKENS)
  throw new LabError(
    'engine.memory',
    `this model needs at least ${gigabytes(least)} of memory for its engine, ${gigabytes(budgetBytes)} are allowed; raise --memory or choose a smaller model`,
    { bytes: least },
  )
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`
