import { headMacs, layerMacsOfBatch } from '../engine/schedule/cost'
import type { Program } from '../engine/schedule/program'
import type { ModelGraph } from '../engine/model/frozen-model'
import type { Calibration } from '../engine/process/protocol'
import type { WorkBatch } from './work-queue'

/** Multiply-adds of a batch: what the estimate, the progress and the report count in. */
export interface BatchMacs {
  readonly layers: number
  readonly head: number
}

/** The work of running `program` on a batch. */
export function batchMacs(graph: ModelGraph, program: Program, batch: Pick<WorkBatch, 'rows' | 'wanted'>): BatchMacs {
  const seq = Math.max(...batch.rows.map((r) => r.ids.length))
  let layers = 0
  const perLayer = new Map<number, number>()
  for (const step of program.instructions) {
    if (step.op !== 'run') continue
    for (const l of step.layers) {
      let macs = perLayer.get(l)
      if (macs === undefined) perLayer.set(l, (macs = layerMacsOfBatch(graph, l, batch.rows.length, seq)))
      layers += macs
    }
  }
  const positions = batch.rows.reduce((n, row) => n + new Set(row.pairs.filter((_, i) => i % 2 === 0)).size, 0)
  const nHeads = program.instructions.reduce((n, s) => n + (s.op === 'head' ? 1 : 0), 0)
  return { layers, head: headMacs(graph, positions * nHeads) }
}

/** Seconds that one engine of this speed takes for the work. */
export const secondsFor = (macs: BatchMacs, speed: Calibration): number =>
  macs.layers / speed.layerMacsPerSecond + macs.head / speed.headMacsPerSecond

/** Seconds until the last engine is done, when each takes the next batch as soon as it is free. */
export function makespan(batches: readonly BatchMacs[], speed: Calibration, nEngines: number): number {
  const busyUntil = new Array<number>(nEngines).fill(0)
  for (const batch of batches) {
    const first = busyUntil.indexOf(Math.min(...busyUntil))
    busyUntil[first] = (busyUntil[first] as number) + secondsFor(batch, speed)
  }
  return Math.max(...busyUntil)
}
