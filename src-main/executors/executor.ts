import type { RunProgress } from '../../src-preload/contract/run'
import type { Schedule } from '../../src-preload/contract/plan/schedule'
import type { ModelCost } from '../engine/model/model-cost'
import type { Calibration } from '../engine/process/protocol'
import type { CacheKind } from '../../src-preload/contract/answer'
import type { Packing } from '../engine/rows/row'
import type { Readings } from '../engine/readouts/readout'
import type { Device } from '../../src-preload/contract/device'
import type { EnginePlan } from '../experiments/memory-plan'
import type { Macs } from '../experiments/estimate'
import type { Work, WorkDocument } from '../experiments/work-queue'

/** Readings to be computed, as plain data: it can be sent to another process or another machine. */
export interface Job extends Work {
  readonly model: { readonly path: string; readonly fingerprint: string; readonly cost: ModelCost }
  readonly packing: Packing
  readonly device: Device
  /** The name of what is read. */
  readonly readout: string
  readonly schedules: readonly Schedule[]
  /** For all engines together. */
  readonly memoryBytes: number
  readonly cores: number
  /** Padded tokens a batch; chosen where nothing is said. */
  readonly batchTokens?: number | undefined
}

/** Whose result a reading is. */
interface ReadRequest {
  readonly document: WorkDocument
  /** Index among the document's requests. */
  readonly request: number
}

/** Takes what was computed, as it comes. What it throws ends the execution. */
export interface ReadingSink {
  /** @param readings of `requests`, one after another; schedules are indices into the job's */
  readonly accept: (requests: readonly ReadRequest[], readings: Readings) => void
}

export interface ExecutionOptions {
  /** Ends the execution after the present step. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Omit<RunProgress, 'run'>) => void
  /** Lines worth keeping in a log: the estimate, what the engines do, what went wrong. */
  readonly onLog: (line: string) => void
  /** How fast this machine is on the model, once it is measured. */
  readonly onSpeed: (speed: Calibration & { readonly nEngines: number }) => void
}

/** How an execution ended, and how the work was done. */
export interface ExecutionReport {
  /** False where it was cancelled. */
  readonly complete: boolean
  /** One layer application is one layer applied to one document, all its requests. */
  readonly layerApplications: number
  readonly seconds: number
  readonly engines: EnginePlan | null
  readonly estimatedSeconds: number
  readonly computeSeconds: number
  readonly macs: Macs
  readonly tokensComputed: number
  readonly tokensPadded: number
  readonly peakPrivateBytes: number
}

/** Greedy answers to prompts by schedules, as plain data. */
export interface WritingJob {
  readonly model: { readonly path: string; readonly fingerprint: string; readonly cost: ModelCost }
  readonly device: Device
  readonly schedules: readonly Schedule[]
  /** Token ids. */
  readonly prompts: readonly (readonly number[])[]
  readonly maxNewTokens: number
  readonly endTokens: readonly number[]
  readonly cache: CacheKind
  readonly memoryBytes: number
  readonly cores: number
}

/** How answers leave. */
export interface WritingOptions {
  readonly signal: AbortSignal
  readonly onLog: (line: string) => void
  /**
   * The next token of some prompts; schedules are indices into the job's, which are all different.
   *
   * @param enough says that an answer needs no further token; some may come nevertheless
   */
  readonly onTokens: (
    schedule: number,
    prompts: readonly number[],
    tokens: readonly number[],
    enough: (prompt: number) => void,
  ) => void
}

/** Computes readings, wherever it has its engines. */
export interface Executor {
  /** Writes answers; returns false where it was cancelled. */
  readonly write: (job: WritingJob, options: WritingOptions) => Promise<boolean>
  readonly execute: (job: Job, sink: ReadingSink, options: ExecutionOptions) => Promise<ExecutionReport>
  /** Gives back engines that are kept for the next job. */
  readonly close: () => Promise<void>
}
