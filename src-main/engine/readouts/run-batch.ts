import { distinctPatterns } from '../model/attention-pattern'
import type { ModelGraph } from '../model/frozen-model'
import { padRows } from '../rows/batch'
import type { Row } from '../rows/row'
import type { LoadedModel, PreparedBatch } from '../runtime/runtime'
import type { ScheduleDag } from '../schedule/dag'
import type { Instruction, Program } from '../schedule/program'
import { accumulate, scale } from '../schedule/sums'
import type { Readings, Readout } from './readout'

/** One batch to run: rows, the schedules wanted for them, and what is read. */
export interface BatchWork {
  readonly dag: ScheduleDag
  /** Compiled of `dag` for `wanted` and the readout's nodes. */
  readonly program: Program
  readonly wanted: readonly number[]
  readonly readout: Readout
  readonly rows: readonly Row[]
}

export interface BatchCallbacks {
  readonly onReadings: (readings: Readings) => void
  /** Layer applications done so far in this batch. */
  readonly onProgress: (layerApplications: number) => void
  readonly isCancelled: () => boolean
}

/**
 * Runs a program over a batch of rows: every node of the graph once, depth first; what is read is handed out as soon as it
 * is there. Returns false if cancelled (between calls).
 *
 * @param buffers overwritten: one batch at a time
 * @throws `engine.out-of-memory`, `engine.runtime`, `model.no-part`, `model.no-head`
 */
export async function runBatch(
  graph: ModelGraph,
  model: LoadedModel,
  work: BatchWork,
  buffers: StateBuffers,
  callbacks: BatchCallbacks,
): Promise<boolean> {
  const { dag, wanted, readout, rows } = work
  const tokens = padRows(rows, distinctPatterns(graph.attention))
  const batch = model.prepare(tokens)
  const slot = (i: number): Float32Array => buffers.get(i, batch.stateSize)
  const reading = readout.open({ graph, model, dag, wanted, rows, seq: tokens.seq, emit: callbacks.onReadings })
  let done = 0

  await model.embed(batch, tokens.ids, slot(0))
  for (const step of work.program.instructions) {
    if (callbacks.isCancelled()) return false
    switch (step.op) {
      case 'run':
        await runLayers(model, batch, step, slot(step.from), slot(step.to), callbacks)
        done += step.layers.length
        callbacks.onProgress(done)
        break
      case 'sum':
        accumulate(slot(step.to), slot(step.from), step.weight, step.first)
        break
      case 'scale':
        scale(slot(step.slot), step.by)
        break
      case 'read':
        await reading.read(step.node, step.schedules, slot(step.slot))
        break
    }
  }
  await reading.finish()
  return true
}

/** Layers that one call runs at most, so that a cancellation is not kept waiting. */
const LAYERS_PER_CALL = 64

async function runLayers(
  model: LoadedModel,
  batch: PreparedBatch,
  { part, layers }: Extract<Instruction, { op: 'run' }>,
  from: Float32Array,
  to: Float32Array,
  callbacks: BatchCallbacks,
): Promise<void> {
  let source = from
  for (let at = 0; at < layers.length && !callbacks.isCancelled(); at += LAYERS_PER_CALL) {
    const input = source === to ? to.slice() : source
    await model.applyLayers(batch, part, layers.slice(at, at + LAYERS_PER_CALL), input, to)
    source = to
  }
}

/** Hidden states of one engine, reused from batch to batch. */
export class StateBuffers {
  private readonly buffers: Float32Array[] = []

  /** `[size]`, with whatever the slot held before; memory grows to the largest batch and stays. */
  get(slot: number, size: number): Float32Array {
    const held = this.buffers[slot]
    if (held && held.length === size) return held
    const fits = held && held.buffer.byteLength >= size * Float32Array.BYTES_PER_ELEMENT
    return (this.buffers[slot] = fits ? new Float32Array(held.buffer, 0, size) : new Float32Array(size))
  }
}
