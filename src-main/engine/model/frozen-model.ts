import type { GraphBuilder, Value } from '../graph/graph-builder'

/** The sizes of a decoder, in the field's names (dimensions in elements, nCtx in tokens). */
export interface ModelShape {
  readonly nLayers: number
  readonly dModel: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly dMlp: number
  readonly dVocab: number
  readonly nCtx: number
}

/** Which part of the model a tensor belongs to: a layer's index, or one of the ends. */
export type ModelPart = number | 'embed' | 'head'

export interface WeightSpec {
  /** The name in the checkpoint, Hugging Face's. */
  readonly name: string
  readonly shape: readonly number[]
  readonly part: ModelPart
}

/** Rotary position embedding over the whole head (RoFormer), rotated by halves as Hugging Face stores the weights. */
export interface Rotary {
  /** `[dHead / 2]`, radians per position. */
  readonly inverseFrequencies: Float32Array
}

/**
 * How one family's frozen model is computed: what weights there are, and how blocks are put together from operators.
 * A block maps a hidden state to the next one, residual connections included. Hidden states
 * `[batch, seq, dModel]` are handed over with batch and seq flattened into n.
 */
export interface ModelGraph {
  readonly family: string
  readonly shape: ModelShape
  readonly weights: readonly WeightSpec[]
  readonly rotary: Rotary
  /** Added to the variance in norms. */
  readonly epsilon: number
  /** Per layer: how many tokens back attention looks, itself included; null for all of them. */
  readonly attentionWindows: readonly (number | null)[]
  /** Token ids `[n]` -> state 0 `[n, dModel]`, n = batch * seq. */
  readonly embed: (graph: GraphBuilder, ids: Value) => Value
  /** Hidden states `[n, dModel]` -> `[n, dModel]`. */
  readonly block: (graph: GraphBuilder, layer: number, hidden: Value) => Value
  /** Hidden states `[n, dModel]`, before the final norm -> logits `[n, dVocab]`. */
  readonly head: (graph: GraphBuilder, hidden: Value) => Value
}

/** A tensor that lies in a file as the runtime wants it: row-major little-endian float32. */
export interface MappedTensor {
  readonly file: string
  readonly offset: number
  readonly bytes: number
}

/** The weights of an opened model, wherever and however they are stored. */
export interface WeightSource {
  /** Where the tensor can be used in place, or null where it has to be converted first. */
  readonly mapped: (name: string) => MappedTensor | null
  /** Reads and converts one tensor to float32, row-major in the graph's shape. Throws `model.nan` on NaN. */
  readonly read: (name: string) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

/** A model ready for the engine: its graph, its weights, and the content that scores are keyed by. */
export interface FrozenModel {
  readonly fingerprint: string
  readonly graph: ModelGraph
  readonly weights: WeightSource
}
