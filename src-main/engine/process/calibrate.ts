import { distinctPatterns } from '../model/attention-pattern'
import { scoringHead, type ModelGraph } from '../model/frozen-model'
import { headMacs, layerMacs, modelCost } from '../model/model-cost'
import { HEAD_POSITIONS } from '../readouts/head-queue'
import type { StateBuffers } from '../readouts/run-batch'
import { padRows } from '../rows/batch'
import type { Row } from '../rows/row'
import type { LoadedModel } from '../runtime/runtime'
import type { Calibration } from './protocol'

const LAYERS_TIMED = 6
const REPEATS = 7

/**
 * Times a few layers on the given rows, and a full head call: multiply-adds a second, the median of seven calls each, after
 * one that does not count. Null if cancelled (between calls).
 *
 * @throws `engine.out-of-memory`, `engine.runtime`
 */
export async function calibrate(
  graph: ModelGraph,
  model: LoadedModel,
  rows: readonly Row[],
  buffers: StateBuffers,
  isCancelled: () => boolean,
): Promise<Calibration | null> {
  const cost = modelCost(graph)
  const tokens = padRows(rows, distinctPatterns(graph.attention))
  const batch = model.prepare(tokens)
  const from = buffers.get(0, batch.stateSize)
  const to = buffers.get(1, batch.stateSize)
  const layers = Array.from({ length: Math.min(LAYERS_TIMED, graph.shape.nLayers) }, (_, i) => i)
  await model.embed(batch, tokens.ids, from)
  await model.applyLayers(batch, 'block', layers.slice(0, 1), from, to)
  const layerSeconds = await typicalSeconds(() => model.applyLayers(batch, 'block', layers, from, to), isCancelled)
  const perHead = scoringHead(graph) ? await headSeconds(graph, model, isCancelled) : 0
  if (isCancelled()) return null
  const layerWork = layers.reduce((sum, l) => sum + layerMacs(cost, l, tokens.batch, tokens.seq), 0)
  return {
    layerMacsPerSecond: layerWork / layerSeconds,
    headMacsPerSecond: scoringHead(graph) ? headMacs(cost, HEAD_POSITIONS) / perHead : Infinity,
  }
}

async function headSeconds(graph: ModelGraph, model: LoadedModel, isCancelled: () => boolean): Promise<number> {
  const hidden = new Float32Array(HEAD_POSITIONS * graph.shape.dModel).fill(0.1)
  const pairs = Int32Array.of(0, 0)
  await model.head(hidden, HEAD_POSITIONS, pairs)
  return typicalSeconds(() => model.head(hidden, HEAD_POSITIONS, pairs), isCancelled)
}

/** The median of several calls, so that a moment's disturbance does not count. */
async function typicalSeconds(call: () => Promise<unknown>, isCancelled: () => boolean): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < REPEATS && !isCancelled(); i++) {
    const start = performance.now()
    await call()
    times.push(performance.now() - start)
  }
  return (times.sort((a, b) => a - b)[REPEATS >> 1] ?? 0) / 1000
}
