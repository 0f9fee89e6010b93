import type { AdaptationInfo } from './adaptation'
import type { Metrics } from './metrics'
import type { Sample, WrittenSample } from './sample'

export interface Measurement {
  readonly plan: string
  /** Canonical form. */
  readonly schedule: string
  readonly affectedLayers: number | null
  readonly task: string
  /** Examples that stood before each question; absent where there were none. */
  readonly nExamples?: number
  readonly nDocs: number
  readonly nDocsTotal: number
  /** Documents whose scores came from the store. */
  readonly nCached: number
  readonly metrics: Metrics
  /** What was trained inside the plan before. */
  readonly adaptation?: AdaptationInfo
  readonly samples?: readonly (Sample | WrittenSample)[]
}

/** `plan` and `task` are indices into the run's plans and tasks. */
export interface MeasurementRow {
  readonly plan: number
  readonly task: number
  /** Examples that stood before each question; absent where there were none. */
  readonly nExamples?: number
  readonly nDocs: number
  readonly nCached: number
  readonly metrics: Metrics
}
