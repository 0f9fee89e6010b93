import type { FrozenModel } from '../model/frozen-model'
import type { LayerPart } from '../model/layer-parts'
import type { Device } from '../../../src-preload/contract/device'

/**
 * How the weights reach the runtime:
 * - `prepacked`: laid out anew for the processor, one private copy per engine process; the fastest
 * - `mapped`: pages of the weight file, shared by all processes; less memory, somewhat slower
 * - `memory`: as `mapped`, but dequantised into private memory because there is no file to map
 */
export type WeightLayout = 'prepacked' | 'mapped' | 'memory'

export interface LoadOptions {
  readonly threads: number
  readonly layout: WeightLayout
  /** The folder and, for every weight, its place in a float32 file below it; absent for `memory`. */
  readonly files?: WeightFiles
  /** Whether the machine of whole blocks is made at once; else when it is first asked for. */
  readonly blocksLater?: boolean
}

export interface WeightFiles {
  readonly folder: string
  readonly places: Readonly<
    Record<string, { readonly location: string; readonly offset: number; readonly bytes: number }>
  >
}

/** What the rows of a batch look like to attention. Padding positions see only themselves. */
export interface BatchShape {
  readonly batch: number
  readonly seq: number
  /** `[batch * seq]`, logical position of every token. */
  readonly positions: Int32Array
  /** By mask name, `[batch, 1, seq, seq]`: 0 where a query sees a key, else a large negative number. */
  readonly masks: ReadonlyMap<string, Float32Array>
}

/** A batch made ready for a loaded model. */
export interface PreparedBatch {
  readonly shape: BatchShape
  /** Values of one hidden state, `batch * seq * dModel`. */
  readonly stateSize: number
}

/** Tokens that follow what a caller keeps of their rows. */
export interface CachedShape {
  /** Whether the tokens have no past: of it one column is handed over, and hidden. */
  readonly isPrompt: boolean
  readonly batch: number
  readonly seq: number
  /** Tokens of the past that are handed over; some may be hidden by the masks. */
  readonly past: number
  /** `[batch * seq]`, logical position of every token. */
  readonly positions: Int32Array
  /** By mask name, `[batch, 1, seq, past + seq]`: 0 where a token sees a key, else a large negative number. */
  readonly masks: ReadonlyMap<string, Float32Array>
}

/** A shape made ready for a loaded model. */
export interface PreparedTokens {
  readonly shape: CachedShape
}

/** Keys and values `[batch, nKvHeads, past, dHead]`. */
export interface Past {
  readonly keys: Float32Array
  readonly values: Float32Array
}

/** A layer applied to new tokens: their states `[batch * seq, dModel]`, keys and values `[batch, seq, nKvHeads * dHead]`. */
export interface CachedResult {
  readonly state: Float32Array
  readonly keys: Float32Array
  readonly values: Float32Array
}

/** What the language-model head says at some positions. */
export interface HeadResult {
  /** `[p]`, log probabilities of the targets. */
  readonly logprobs: Float32Array
  /** `[n]`, the most likely token at every position. */
  readonly best: Int32Array
}

/**
 * A model in a runtime. Hidden states are `[batch * seq, dModel]` float32 in host memory. One call at a time; each throws
 * `engine.out-of-memory` or `engine.runtime` where the runtime fails.
 */
export interface LoadedModel {
  /** Hands over once what all calls of a batch share: positions and masks. */
  readonly prepare: (shape: BatchShape) => PreparedBatch
  /** Token ids `[batch * seq]` -> state 0, written to `into`. */
  readonly embed: (batch: PreparedBatch, ids: Int32Array, into: Float32Array) => Promise<void>
  /**
   * Applies a part of some layers, one after another; `from` and `into` are different arrays.
   *
   * @throws `model.no-part` where the family has no such part
   */
  readonly applyLayers: (
    batch: PreparedBatch,
    part: LayerPart,
    layers: readonly number[],
    from: Float32Array,
    into: Float32Array,
  ) => Promise<void>
  /**
   * @param hidden `[n, dModel]`, states at scored positions, before the final norm
   * @param pairs `[p, 2]`: row of `hidden`, target token
   * @throws `model.no-head` for a model without a language-model head
   */
  readonly head: (hidden: Float32Array, n: number, pairs: Int32Array) => Promise<HeadResult>
  /**
   * What the model's pooler makes of states of first tokens, `[n, dModel]` -> `[n, dModel]`.
   *
   * @throws `model.no-head` for a model without one
   */
  readonly pool: (hidden: Float32Array, n: number) => Promise<Float32Array>
  /** Hands over once what all layers of a step share. */
  readonly prepareCached: (shape: CachedShape) => PreparedTokens
  /** Token ids `[batch * seq]` -> state 0. */
  readonly embedCached: (tokens: PreparedTokens, ids: Int32Array) => Promise<Float32Array>
  /** Applies one layer to tokens that see a past of their rows. */
  readonly applyCached: (
    tokens: PreparedTokens,
    layer: number,
    past: Past,
    state: Float32Array,
  ) => Promise<CachedResult>
  /** Gives the sessions' memory back; no call may follow. */
  readonly release: () => Promise<void>
}

export interface Runtime {
  readonly device: Device
  /**
   * Runs a small graph on the device.
   *
   * @throws `engine.out-of-memory`, `engine.runtime` where it does not work
   */
  readonly probe: () => Promise<void>
  /** @throws `model.nan`, `model.truncated`, `engine.out-of-memory`, `engine.runtime` */
  readonly load: (model: FrozenModel, options: LoadOptions) => Promise<LoadedModel>
}
