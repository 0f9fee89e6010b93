import type { Schedule } from '../../../src-preload/contract/plan/schedule'
import type { WireError } from '../../../src-preload/contract/errors'
import type { CacheKind } from '../../../src-preload/contract/answer'
import type { Readings } from '../readouts/readout'
import type { Row } from '../rows/row'
import type { Device } from '../../../src-preload/contract/device'
import type { WeightLayout } from '../runtime/runtime'
import type { WeightCache } from '../runtime/weight-files'

/** The model that an engine process is to hold. */
export interface EngineModel {
  readonly modelPath: string
  readonly fingerprint: string
  readonly device: Device
  readonly threads: number
  readonly layout: WeightLayout
  readonly cache: WeightCache
  /** Whether it is to write: the machine of whole blocks is not made before it is asked for. */
  readonly writes?: boolean
}

/** How an engine holds its model. */
export interface OpenedEngine {
  readonly layout: WeightLayout
  /** Where the float32 weights lie: the model's own files, the cache, or memory alone. */
  readonly weightFile: 'own' | 'cache' | 'none'
}

export interface EngineBatch {
  readonly rows: readonly Row[]
  /** Numbers of schedules, in the order in which they were added. */
  readonly wanted: readonly number[]
  readonly readout: string
}

/** Answers to be written. Schedules and prompts are told by their numbers. */
export interface EngineAnswers {
  readonly wanted: readonly number[]
  readonly prompts: readonly (readonly number[])[]
  readonly maxNewTokens: number
  readonly endTokens: readonly number[]
  readonly cache: CacheKind
}

/** What a machine does in a second, measured on rows of the run itself. */
export interface Calibration {
  readonly layerMacsPerSecond: number
  readonly headMacsPerSecond: number
}

/** What can be asked of an engine, and what it answers at the end. */
export interface EngineCalls {
  /** Loads a model; schedules of the one before are forgotten. */
  readonly open: { readonly input: EngineModel; readonly output: OpenedEngine }
  /** Adds schedules, also while a batch is run; answers how many there are now. */
  readonly extend: { readonly input: readonly Schedule[]; readonly output: number }
  /** Answers null after `cancel`. */
  readonly calibrate: { readonly input: readonly Row[]; readonly output: Calibration | null }
  /** Answers whether the batch ran to its end (false after `cancel`). */
  readonly run: { readonly input: EngineBatch; readonly output: boolean }
  /** Writes answers; answers whether all came to their end (false after `cancel`). */
  readonly generate: { readonly input: EngineAnswers; readonly output: boolean }
  /** Runs a small graph on a device, without a model. */
  readonly probe: { readonly input: Device; readonly output: null }
}
export type EngineCall = keyof EngineCalls

/** What a call tells before its answer. */
export type EngineNews =
  /** Bytes of dequantised weights, written and in all. */
  | { readonly type: 'weights'; readonly done: number; readonly total: number }
  | ({ readonly type: 'readings' } & Readings)
  /** Layer applications of the batch so far. */
  | { readonly type: 'applied'; readonly done: number }
  /** The next token of some prompts. */
  | {
      readonly type: 'tokens'
      readonly schedule: number
      readonly prompts: readonly number[]
      readonly tokens: readonly number[]
    }

/** Every message carries the number of the call that it belongs to. */
export type ToEngine =
  | {
      readonly [C in EngineCall]: { readonly id: number; readonly call: C; readonly input: EngineCalls[C]['input'] }
    }[EngineCall]
  /** The batch or the calibration of this call ends after its present step. */
  | { readonly id: number; readonly call: 'cancel' }
  /** An answer of this call needs no further token. */
  | { readonly id: number; readonly call: 'enough'; readonly schedule: number; readonly prompt: number }

export type FromEngine =
  | { readonly id: number; readonly type: 'news'; readonly news: EngineNews }
  | { readonly id: number; readonly type: 'done'; readonly value: EngineCalls[EngineCall]['output'] }
  | { readonly id: number; readonly type: 'failed'; readonly error: WireError }
