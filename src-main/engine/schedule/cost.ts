import type { ModelGraph } from '../model/frozen-model'

/**
 * The cost model, in multiply-adds. One for the estimate before a run, the progress during it and the figures after it.
 */

/** One layer on a padded batch: its matrix products and attention over full rows. */
export function layerMacsOfBatch(graph: ModelGraph, layer: number, batch: number, seq: number): number {
  const { nHeads, dHead } = graph.shape
  return matrixMacs(graph, layer) * batch * seq + 2 * nHeads * dHead * seq * seq * batch
}

/** The head at `n` positions. */
export const headMacs = (graph: ModelGraph, n: number): number => graph.shape.dModel * graph.shape.dVocab * n

const cached = new WeakMap<ModelGraph, Map<number, number>>()

/** Multiply-adds of one layer's matrix products for one token. */
export function matrixMacs(graph: ModelGraph, layer: number): number {
  const layers = cached.get(graph) ?? new Map<number, number>()
  cached.set(graph, layers)
  let macs = layers.get(layer)
  if (macs === undefined) {
    macs = graph.weights
      .filter((w) => w.part === layer && w.shape.length === 2)
      .reduce((sum, w) => sum + (w.shape[0] as number) * (w.shape[1] as number), 0)
    layers.set(layer, macs)
  }
  return macs
}
