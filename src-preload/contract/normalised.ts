import type { MetricName } from './metrics'

/** Normalised scores of a run (docs/semantics.md, Scores): per plan and task, and the median over tasks, with bootstrap errors. */
export interface NormalisedRun {
  readonly run: string
  readonly metrics: readonly (MetricName | null)[]
  /** By task; why a task is left out of the median, or null. */
  readonly leftOut: readonly ('floor' | 'no-full' | 'no-accuracy' | null)[]
  readonly full: readonly (number | null)[]
  readonly plans: readonly {
    readonly byTask: readonly (Estimate | null)[]
    readonly median: Estimate | null
    readonly nDocs: readonly number[]
  }[]
}

export interface Estimate {
  readonly value: number
  /** Standard deviation over the bootstrap's draws; null where it is not defined. */
  readonly stderr: number | null
}
