import { GraphBuilder, type GraphProfile, type Value } from '../graph/graph-builder'
import { ELEMENT_TYPE } from '../graph/onnx-schema'
import { NO_COST, type Cost } from '../operators/cost'
import { scoringHead, type ModelGraph } from './frozen-model'

/** What a model costs, as plain data: read off its graph, whatever family it is of. */
export interface ModelCost {
  readonly dModel: number
  /** By layer: one application of its block. */
  readonly layers: readonly Cost[]
  /** The head, by scored position; nothing where a model has none. */
  readonly head: Cost
  /** Values that one scored position has at once in the head: the vocabulary, or the classes. */
  readonly headWidth: number
  /** All weights in float32. */
  readonly weightBytes: number
  /** The share of them that the runtime lays out anew: the matrices of layers and the head. */
  readonly prepackedBytes: number
}

const known = new WeakMap<ModelGraph, ModelCost>()

/** Builds every block of a model once, without weights, and adds up what its operators say they cost. */
export function modelCost(model: ModelGraph): ModelCost {
  let cost = known.get(model)
  if (!cost) known.set(model, (cost = trace(model)))
  return cost
}

function trace(model: ModelGraph): ModelCost {
  const { nLayers, dModel } = model.shape
  const shapes = new Map(model.weights.map((w) => [w.name, w.shape]))
  const profile: GraphProfile = {
    attention: 'attention-23',
    weights: (name) => ({ name, dataType: ELEMENT_TYPE.float32, dims: shapes.get(name) ?? [] }),
  }
  const costOf = (build: (g: GraphBuilder, hidden: Value) => unknown): Cost => {
    const g = new GraphBuilder(profile)
    build(g, g.ofWidth('hidden', dModel))
    return g.cost
  }
  const bytes = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, Float32Array.BYTES_PER_ELEMENT)
  const hasOwnHead = model.weights.some((w) => w.part === 'head' && w.shape.length === 2)
  const isPrepacked = (w: ModelGraph['weights'][number]): boolean =>
    w.shape.length === 2 && (w.part !== 'embed' || !hasOwnHead)
  const head = scoringHead(model)
  return {
    dModel,
    layers: Array.from({ length: nLayers }, (_, layer) => costOf((g, hidden) => model.parts.block(g, layer, hidden))),
    head: head ? costOf(head.logits) : NO_COST,
    headWidth: head?.width ?? 0,
    weightBytes: model.weights.reduce((sum, w) => sum + bytes(w.shape), 0),
    prepackedBytes: model.weights.filter(isPrepacked).reduce((sum, w) => sum + bytes(w.shape), 0),
  }
}

/** Multiply-adds of one application of a layer to a padded batch `[batch, seq, dModel]`. */
export function layerMacs(cost: ModelCost, layer: number, batch: number, seq: number): number {
  const { macsPerToken, macsPerTokenPair } = cost.layers[layer] ?? NO_COST
  return macsPerToken * batch * seq + macsPerTokenPair * batch * seq * seq
}

/** Multiply-adds of the head at `n` positions. */
export const headMacs = (cost: ModelCost, n: number): number => cost.head.macsPerToken * n
