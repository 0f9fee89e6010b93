import type { FrozenModel } from '../model/frozen-model'

/** Where a model runs. */
export type Device = { readonly kind: 'cpu' } | { readonly kind: 'cuda'; readonly index: number }

export const deviceName = (device: Device): string => (device.kind === 'cpu' ? 'cpu' : `cuda:${device.index}`)

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
  /** Rotary tables are made for positions below this: at least the length of the longest row. */
  readonly nPositions: number
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
  /** For each distinct attention window, `[batch, 1, seq, seq]`: 0 where a query sees a key, else a large negative number. */
  readonly masks: ReadonlyMap<number | null, Float32Array>
}

/** A batch made ready for a loaded model. */
export interface PreparedBatch {
  readonly shape: BatchShape
  /** Values of one hidden state, `batch * seq * dModel`. */
  readonly stateSize: number
}

/** A model in a runtime. Hidden states are `[batch * seq, dModel]` float32 in host memory. One call at a time. */
export interface LoadedModel {
  readonly prepare: (shape: BatchShape) => PreparedBatch
  readonly embed: (batch: PreparedBatch, ids: Int32Array, into: Float32Array) => Promise<void>
  readonly applyLayers: (
    batch: PreparedBatch,
    layers: readonly number[],
    from: Float32Array,
    into: Float32Array,
  ) => Promise<void>
  /**
   * @param hidden `[n, dModel]`, states at scored positions
   * @param pairs `[p, 2]`: row of `hidden`, target token
   * @returns log probabilities `[p]` of the targets, and the most likely token of every row `[n]`
   */
  readonly head: (
    hidden: Float32Array,
    n: number,
    pairs: Int32Array,
  ) => Promise<{ readonly logprobs: Float32Array; readonly best: Int32Array }>
  readonly release: () => Promise<void>
}

export interface Runtime {
  readonly device: Device
  /** Runs a small graph on the device. Throws `engine.*` where it does not work. */
  readonly probe: () => Promise<void>
  readonly load: (model: FrozenModel, options: LoadOptions) => Promise<LoadedModel>
}
