import { z } from 'zod'
import type { Experiment, MetricName, Metrics, RunCost, RunListEntry, RunProgress } from './domain'
import type { Sentence, WireError } from './errors'

/** What a window is shown of saved runs. */

export interface PlanRow {
  readonly plan: string
  /** Canonical form. */
  readonly schedule: string
  readonly affectedLayers: number | null
  readonly layerApplications: number
}

export interface TaskRow {
  readonly task: string
  readonly kind: 'loglikelihood' | 'multiple-choice'
  readonly metrics: readonly MetricName[]
  readonly floor: number
  /** SHA-256 of the task's definition. */
  readonly fingerprint: string
  readonly source: string
  /** Documents of this run, and of the file they came from. */
  readonly nDocs: number
  readonly nDocsTotal: number
  /** Equal for runs on the same documents under the same tokenization. */
  readonly docSet: number
}

/** `plan` and `task` are indices into the run's plans and tasks. */
export interface MeasurementRow {
  readonly plan: number
  readonly task: number
  readonly nDocs: number
  readonly nCached: number
  readonly metrics: Metrics
}

export interface RunDetail {
  readonly entry: Omit<RunListEntry, 'headline'>
  readonly experiment: Experiment
  readonly model: {
    readonly name: string
    readonly fingerprint: string
    readonly family: string
    readonly nLayers: number
    readonly path: string
  }
  readonly device: string
  readonly deviceWhy: Sentence
  readonly precision: string
  readonly numerics: number
  readonly addBos: boolean
  readonly tokenizer: string
  readonly versions: Readonly<Record<string, string>>
  readonly cost: RunCost
  readonly error: WireError | null
  readonly progress: RunProgress | null
  readonly plans: readonly PlanRow[]
  readonly tasks: readonly TaskRow[]
  readonly measurements: readonly MeasurementRow[]
}

/** One document of a measurement, as a person reads it. */
export interface SampleRow {
  readonly docId: number
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
  /** One a choice; null where not finite. */
  readonly loglikelihoods: readonly (number | null)[]
  readonly greedy: readonly boolean[]
  /** The choice that the metric takes; -1 for a loglikelihood task that is wrong. */
  readonly chosen: number
  readonly right: boolean
}

export interface SamplePage {
  /** Documents that pass the filter, and all that are scored. */
  readonly nMatching: number
  readonly nAll: number
  readonly nRight: number
  readonly rows: readonly SampleRow[]
}

export const sampleQuerySchema = z.strictObject({
  run: z.string().min(1).max(100),
  plan: z.number().int().min(0),
  task: z.number().int().min(0),
  metric: z.enum(['acc', 'acc_norm']).default('acc'),
  filter: z.enum(['all', 'right', 'wrong']).default('all'),
  search: z.string().max(200).default(''),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export type SampleQuery = z.output<typeof sampleQuerySchema>

/** The runs that wait, and the one that is computed by this host. */
export interface QueueState {
  /** Waiting runs are not started until a person says so: after a restart, or while a run is paused. */
  readonly held: boolean
  readonly running: string | null
  readonly waiting: readonly { readonly run: string; readonly name: string; readonly nPlans: number }[]
}

/** What an experiment would do, told before it is started. */
export interface ExperimentPreview {
  readonly nPlans: number
  readonly nSchedules: number
  readonly tasks: readonly { readonly task: string; readonly nDocs: number; readonly nDocsTotal: number }[]
  /** For every plan, the number of tasks whose documents are all in the store; and seconds on its own, without sharing. */
  readonly plans: readonly { readonly plan: string; readonly nTasksStored: number; readonly seconds: number }[]
  /** One layer application is one layer applied to one document. stored + computed + shared = naive. */
  readonly layerApplications: {
    readonly naive: number
    readonly stored: number
    readonly shared: number
    readonly computed: number
  }
  readonly seconds: number
  /** `measured` on this model here, `similar`: on another model here, `guess`: nothing was measured yet. */
  readonly secondsFrom: 'measured' | 'similar' | 'guess'
  readonly memory: {
    readonly fits: boolean
    readonly bytes: number
    readonly budgetBytes: number
    readonly why: string
  }
  readonly device: { readonly name: string; readonly why: Sentence }
}

/** Normalised scores of a run (semantics.md, Scores): per plan and task, and the median over tasks, with bootstrap errors. */
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
