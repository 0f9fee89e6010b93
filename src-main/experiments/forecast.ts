import { headMacs, matrixMacs } from '../engine/schedule/cost'
import type { Program } from '../engine/schedule/program'
import type { ModelGraph } from '../engine/model/frozen-model'
import { packRows } from '../engine/rows/row'
import type { TokenRequest } from '../../src-preload/contract/request'
import type { BatchMacs } from './estimate'

/** What a document costs, apart from the schedules: sums over its rows. */
export interface RowShape {
  readonly tokens: number
  readonly tokensSquared: number
  readonly scoredPositions: number
}

const shapes = new WeakMap<readonly TokenRequest[], RowShape>()

export function rowShape(requests: readonly TokenRequest[]): RowShape {
  let shape = shapes.get(requests)
  if (!shape) {
    const rows = packRows(requests)
    shape = {
      tokens: rows.reduce((n, r) => n + r.ids.length, 0),
      tokensSquared: rows.reduce((n, r) => n + r.ids.length ** 2, 0),
      scoredPositions: rows.reduce((n, r) => n + new Set(r.pairs.filter((_, i) => i % 2 === 0)).size, 0),
    }
    shapes.set(requests, shape)
  }
  return shape
}

/** Rows of a batch are padded to its longest, or joined: measured on four tasks, this much on top. */
const PADDING = 1.08
/** Attention of joined rows looks at the whole row. */
const JOINED_ATTENTION = 3

/** The work of running a program on documents, before they are put into batches: within a tenth of what the batches then cost. */
export function workMacs(graph: ModelGraph, program: Program, documents: readonly RowShape[]): BatchMacs {
  const tokens = documents.reduce((n, d) => n + d.tokens, 0)
  const squared = documents.reduce((n, d) => n + d.tokensSquared, 0)
  const { nHeads, dHead } = graph.shape
  const uses = new Map<number, number>()
  let nHeadsRun = 0
  for (const step of program.instructions) {
    if (step.op === 'head') nHeadsRun++
    if (step.op === 'run') for (const l of step.layers) uses.set(l, (uses.get(l) ?? 0) + 1)
  }
  let layers = 0
  for (const [layer, n] of uses)
    layers += n * (matrixMacs(graph, layer) * tokens * PADDING + 2 * nHeads * dHead * squared * JOINED_ATTENTION)
  return { layers, head: headMacs(graph, documents.reduce((n, d) => n + d.scoredPositions, 0) * nHeadsRun) }
}
