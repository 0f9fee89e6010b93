import type { Schedule } from '../../../src-preload/contract/plan/schedule'
import type { WireError } from '../../../src-preload/contract/errors'
import type { DocumentStates } from '../readouts/hidden-states'
import type { Row } from '../rows/row'
import type { Device, WeightLayout } from '../runtime/runtime'
import type { WeightCache } from '../runtime/weight-files'

/** What an engine process is told to hold. */
export interface EngineLoad {
  readonly modelPath: string
  readonly fingerprint: string
  readonly device: Device
  readonly threads: number
  readonly layout: WeightLayout
  readonly cache: WeightCache
  readonly nPositions: number
  readonly schedules: readonly Schedule[]
}

export interface EngineBatch {
  readonly id: number
  readonly rows: readonly Row[]
  /** Indices into the loaded schedules. */
  readonly wanted: readonly number[]
}

export type ToEngine =
  | { readonly type: 'load'; readonly load: EngineLoad }
  | { readonly type: 'probe'; readonly device: Device }
  | { readonly type: 'calibrate'; readonly rows: readonly Row[] }
  | { readonly type: 'run'; readonly batch: EngineBatch }
  /** Index of a loaded schedule, and one document's token ids. */
  | { readonly type: 'states'; readonly schedule: number; readonly ids: Int32Array }
  | { readonly type: 'cancel' }
  | { readonly type: 'exit' }

/** What a machine does in a second, measured on rows of the run itself. */
export interface Calibration {
  readonly layerMacsPerSecond: number
  readonly headMacsPerSecond: number
}

export type FromEngine =
  | { readonly type: 'progress'; readonly what: 'weights'; readonly done: number; readonly total: number }
  | {
      readonly type: 'loaded'
      readonly layout: WeightLayout
      readonly weightFile: 'own' | 'cache' | 'none'
      readonly threads: number
    }
  | { readonly type: 'probed' }
  | { readonly type: 'calibrated'; readonly calibration: Calibration }
  | {
      readonly type: 'scores'
      readonly batch: number
      readonly schedules: readonly number[]
      readonly loglikelihoods: Float32Array
      readonly greedy: Uint8Array
    }
  | { readonly type: 'layers'; readonly batch: number; readonly done: number }
  | { readonly type: 'done'; readonly batch: number; readonly complete: boolean }
  | { readonly type: 'states'; readonly states: DocumentStates }
  | { readonly type: 'failed'; readonly error: WireError }
