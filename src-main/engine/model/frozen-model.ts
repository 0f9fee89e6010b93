import type { ModelShape } from '../../../src-preload/contract/model'
import type { GraphBuilder, Value } from '../graph/graph-builder'
import type { AttentionPattern } from './attention-pattern'
import type { LayerPart } from './layer-parts'
import type { Positions } from './positions'

/** Which part of the model a tensor belongs to: a layer's index, or one of the ends. */
export type ModelPart = number | 'embed' | 'head'

export interface WeightSpec {
  /** The name in the checkpoint, Hugging Face's. */
  readonly name: string
  readonly shape: readonly number[]
  readonly part: ModelPart
}

/** Hidden states `[n, dModel]` -> `[n, dModel]`, by the weights of one layer. */
export type LayerForward = (graph: GraphBuilder, layer: number, hidden: Value) => Value

/**
 * How one family's frozen model is computed: what weights there are, and how blocks are put together from operators.
 * Hidden states `[batch, seq, dModel]` are handed over with batch and seq flattened into n.
 */
export interface ModelGraph {
  readonly family: string
  readonly shape: ModelShape
  readonly weights: readonly WeightSpec[]
  /** Everything beside the weights that decides what is computed, as plain data: part of the model's fingerprint. */
  readonly identity: object
  readonly positions: Positions
  /** Kinds of text that the embedding tells apart (operators/embedding.ts); absent where it tells none. */
  readonly nTextTypes?: number
  /** By layer. */
  readonly attention: readonly AttentionPattern[]
  /** Token ids `[n]` (and `CALL.positions`, where positions are learned) -> state 0 `[n, dModel]`, n = batch * seq. */
  readonly embed: (graph: GraphBuilder, ids: Value) => Value
  /** What one layer computes: the block, residual connections included, and pieces of it that can be applied alone. */
  readonly parts: Readonly<Record<'block', LayerForward>> & Readonly<Partial<Record<LayerPart, LayerForward>>>
  /** Hidden states `[n, dModel]`, before any final norm, to what the model says about them. */
  readonly heads: {
    /** Next-token logits `[n, dVocab]`. */
    readonly lm?: (graph: GraphBuilder, hidden: Value) => Value
    readonly classifier?: ClassifierHead
    /** States of first tokens `[n, dModel]` to one vector a text `[n, dModel]`. */
    readonly pooler?: (graph: GraphBuilder, hidden: Value) => Value
  }
}

/** A checkpoint's own classification head: it reads the state of a text's first token. */
export interface ClassifierHead {
  /** 1: a regression, whose one output is the value itself. */
  readonly nClasses: number
  /** Hidden states `[n, dModel]` of first tokens -> logits `[n, nClasses]`. */
  readonly logits: (graph: GraphBuilder, hidden: Value) => Value
}

/** What scores targets at a position: the next token among the vocabulary, or a class among the classes. Null for neither. */
export function scoringHead({ heads, shape }: Pick<ModelGraph, 'heads' | 'shape'>): {
  readonly width: number
  readonly logits: ClassifierHead['logits']
} | null {
  if (heads.lm) return { width: shape.dVocab, logits: heads.lm }
  return heads.classifier ? { width: heads.classifier.nClasses, logits: heads.classifier.logits } : null
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
  /**
   * Reads and converts one tensor to float32, row-major in the graph's shape.
   *
   * @throws `model.nan`, `model.truncated`
   */
  readonly read: (name: string) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

/** A model ready for the engine: its graph, its weights, and the content that scores are keyed by. */
export interface FrozenModel {
  readonly fingerprint: string
  readonly graph: ModelGraph
  readonly weights: WeightSource
}
