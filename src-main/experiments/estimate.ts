import { headMacs, layerMacs, type ModelCost } from '../engine/model/model-cost'
import { NO_COST } from '../engine/operators/cost'
import type { Calibration } from '../engine/process/protocol'
import type { Readout } from '../engine/readouts/readout'
import { countReadPositions, type Row } from '../engine/rows/row'
import type { ScheduleDag } from '../engine/schedule/dag'
import type { Program } from '../engine/schedule/program'

/** Multiply-adds: what the estimate, the progress and the report count in. */
export interface Macs {
  readonly layers: number
  readonly head: number
  /** Done by the readout outside of the runtime. */
  readonly host: number
}

export const NO_MACS: Macs = { layers: 0, head: 0, host: 0 }

export const addMacs = (a: Macs, b: Macs): Macs => ({
  layers: a.layers + b.layers,
  head: a.head + b.head,
  host: a.host + b.host,
})

/** What a program does for every row, whatever the rows are: how often each layer is applied, what is read. */
export interface ProgramUse {
  readonly applications: ReadonlyMap<number, number>
  /** Reads that call the head at the scored positions. */
  readonly headReads: number
  /** Multiply-adds of the readout for every value of a state. */
  readonly hostMacs: number
}

export function programUse(
  program: Program,
  dag: ScheduleDag,
  wanted: readonly number[],
  readout: Readout,
): ProgramUse {
  const applications = new Map<number, number>()
  let reads = 0
  for (const step of program.instructions) {
    if (step.op === 'read') reads++
    if (step.op === 'run') for (const l of step.layers) applications.set(l, (applications.get(l) ?? 0) + 1)
  }
  return { applications, headReads: readout.callsHead ? reads : 0, hostMacs: readout.hostMacs(dag, wanted) }
}

/** The work of a program on a padded batch. */
export function batchMacs(cost: ModelCost, use: ProgramUse, rows: readonly Row[]): Macs {
  const seq = rows.reduce((longest, r) => Math.max(longest, r.ids.length), 0)
  const tokens = rows.reduce((n, r) => n + r.ids.length, 0)
  const positions = rows.reduce((n, row) => n + countReadPositions(row), 0)
  let layers = 0
  for (const [layer, times] of use.applications) layers += times * layerMacs(cost, layer, rows.length, seq)
  return { layers, head: headMacs(cost, positions * use.headReads), host: use.hostMacs * tokens * cost.dModel }
}

/** What a document costs, apart from the schedules: sums over its rows. */
export interface RowShape {
  readonly tokens: number
  readonly tokensSquared: number
  readonly scoredPositions: number
}

export const shapeOf = (rows: readonly Row[]): RowShape => ({
  tokens: rows.reduce((n, r) => n + r.ids.length, 0),
  tokensSquared: rows.reduce((n, r) => n + r.ids.length ** 2, 0),
  scoredPositions: rows.reduce((n, r) => n + countReadPositions(r), 0),
})

/** Rows of a batch are padded to its longest, or joined: measured on four tasks, this much on top. */
const PADDING = 1.08
/** Attention of joined rows looks at the whole row. */
const JOINED_ATTENTION = 3

/** The work of a program on documents, before they are put into batches: within a tenth of what the batches then cost. */
export function forecastMacs(cost: ModelCost, use: ProgramUse, documents: readonly RowShape[]): Macs {
  const sum = (of: (d: RowShape) => number): number => documents.reduce((n, d) => n + of(d), 0)
  const tokens = sum((d) => d.tokens)
  const squared = sum((d) => d.tokensSquared)
  let layers = 0
  for (const [layer, times] of use.applications) {
    const { macsPerToken, macsPerTokenPair } = cost.layers[layer] ?? NO_COST
    layers += times * (macsPerToken * tokens * PADDING + macsPerTokenPair * squared * JOINED_ATTENTION)
  }
  const positions = sum((d) => d.scoredPositions)
  return { layers, head: headMacs(cost, positions * use.headReads), host: use.hostMacs * tokens * cost.dModel }
}

/** Multiply-adds a second of plain loops over typed arrays, by the order of magnitude. */
const HOST_MACS_PER_SECOND = 0.7e9

/** Seconds that one engine of this speed takes for the work. */
export const secondsFor = (macs: Macs, speed: Calibration): number =>
  macs.layers / speed.layerMacsPerSecond + macs.head / speed.headMacsPerSecond + macs.host / HOST_MACS_PER_SECOND

/** Seconds until the last engine is done, when each takes the next batch as soon as it is free. */
export function makespan(batches: readonly Macs[], speed: Calibration, nEngines: number): number {
  const busyUntil = new Array<number>(nEngines).fill(0)
  for (const batch of batches) {
    busyUntil.sort((a, b) => a - b)
    busyUntil[0] = (busyUntil[0] ?? 0) + secondsFor(batch, speed)
  }
  return Math.max(...busyUntil)
}
