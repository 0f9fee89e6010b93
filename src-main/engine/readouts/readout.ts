import type { ModelGraph } from '../model/frozen-model'
import type { Row } from '../rows/row'
import type { LoadedModel } from '../runtime/runtime'
import type { ScheduleDag } from '../schedule/dag'
import type { Program, WantedNodes } from '../schedule/program'

/** What was read for some schedules of a batch: `width` numbers a request, in the order of the rows' requests. */
export interface Readings {
  readonly schedules: readonly number[]
  readonly width: number
  /** `[requests * width]`; NaN or infinite where a schedule overflows. */
  readonly values: Float32Array
}

/** What a readout is given for one batch. */
export interface ReadoutCall {
  readonly graph: ModelGraph
  readonly model: LoadedModel
  readonly dag: ScheduleDag
  /** The schedules that the batch is run for. */
  readonly wanted: readonly number[]
  readonly rows: readonly Row[]
  /** Padded length of the rows. */
  readonly seq: number
  readonly emit: (readings: Readings) => void
}

/** A readout at work on one batch. */
export interface ReadoutRun {
  /** @param state `[batch * seq, dModel]`, valid until the returned promise is fulfilled */
  readonly read: (node: number, schedules: readonly number[], state: Float32Array) => Promise<void>
  /** Hands out what still waits. */
  readonly finish: () => Promise<void>
}

/** What is read at which states of a schedule. Sharing, batches, queue, store and cost are the same for all. */
export interface Readout {
  /** What is asked about a document: the requests of its task, or its text with the right answer as a whole. */
  readonly asks: 'requests' | 'text'
  /** Longer schedules are refused: what is read of so many states could neither be kept nor shown. */
  readonly mostStates: number
  readonly wantedNodes: WantedNodes
  /** `score`: a loglikelihood and a flag a request, kept densely; `values`: any numbers, kept request by request. */
  readonly kept: 'score' | 'values'
  /** Whether every read calls the head at the scored positions. */
  readonly callsHead: boolean
  /** Numbers a request, for a schedule with so many states along it. */
  readonly width: (nStates: number) => number
  /** States that the readout itself holds at the same time, beside those of the program. */
  readonly statesHeld: (dag: ScheduleDag, program: Program, wanted: readonly number[]) => number
  /** Multiply-adds that are done outside of the runtime for one pass of the program, by value of a state. */
  readonly hostMacs: (dag: ScheduleDag, wanted: readonly number[]) => number
  readonly open: (call: ReadoutCall) => ReadoutRun
}
