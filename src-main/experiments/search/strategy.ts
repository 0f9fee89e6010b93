import type { Metrics } from '../../../src-preload/contract/metrics'

/** A plan of a run, with what it measured on each task. */
export interface MeasuredPlan {
  readonly plan: string
  /** Canonical form. */
  readonly schedule: string
  readonly tasks: readonly { readonly task: string; readonly nDocs: number; readonly metrics: Metrics }[]
}

/** What a strategy knows when it is asked. */
interface SearchState {
  readonly nLayers: number
  /** All plans of the run so far, every one of them measured. */
  readonly measured: readonly MeasuredPlan[]
}

/**
 * Chooses schedules: asked after all plans of a run were measured, which plans shall be measured next. A run begins with the
 * plans that it was given, and ends when there are no more. A strategy keeps nothing: a run that was interrupted goes on
 * where it stopped, since the same measurements give the same answer.
 */
export type Strategy = (state: SearchState) => readonly string[]
