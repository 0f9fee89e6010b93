import { z } from 'zod'
import type { RunStatus } from './run'
import { DECIDING_METRICS, PRIMARY_METRIC, type MetricName } from './metrics'

/** A plan of a saved run: one side of a comparison. */
export const sideSchema = z.strictObject({ run: z.string().min(1).max(100), plan: z.number().int().min(0) })
export type Side = z.output<typeof sideSchema>

/** One metric of two plans on the same documents. Signs: b minus a. */
export interface PairedRow {
  readonly task: string
  readonly metric: MetricName
  readonly higherIsBetter: boolean
  /** The one metric of its task that is tested: others ask the same question of the same answers again. */
  readonly isTested: boolean
  /** Documents that both plans were scored on; 0 where the runs have none in common. */
  readonly n: number
  readonly a: number | null
  readonly b: number | null
  readonly delta: number | null
  /** 95 %: Tango's score interval of the difference for accuracies, else percentiles of the paired bootstrap. */
  readonly interval: readonly [number, number] | null
  /** Perplexity only: b / a with its interval. */
  readonly ratio: { readonly value: number; readonly interval: readonly [number, number] } | null
  readonly p: number | null
  /** After Holm's correction over the tested rows, one a task; null for the others. */
  readonly pHolm: number | null
  readonly method: 'mcnemar-exact' | 'paired-bootstrap'
  /** Documents right in a and wrong in b, and the other way; null for metrics that do not decide on single documents. */
  readonly flips: { readonly rightToWrong: number; readonly wrongToRight: number } | null
}

export interface PairedComparison {
  readonly rows: readonly PairedRow[]
  /** What makes the sides hard to compare, as keys with their values. */
  readonly differences: readonly ComparisonDifference[]
  readonly bootstrapDraws: number
  readonly bootstrapSeed: number
}

/** A fact that the sides do not share. `blocks`: paired statistics cannot be made of it. */
export interface ComparisonDifference {
  /** `tasks`: what only a and only b were run on. */
  readonly what: 'model' | 'tokenizer' | 'precision' | 'device' | 'numerics' | 'addBos' | 'documents' | 'task' | 'tasks'
  readonly task?: string
  readonly values: readonly string[]
  readonly blocks: boolean
}

export const DOCUMENT_FILTERS = ['flips', 'right-wrong', 'wrong-right', 'both-right', 'both-wrong', 'all'] as const

export const comparedDocumentsSchema = z.strictObject({
  a: sideSchema,
  b: sideSchema,
  task: z.string().max(1000),
  metric: z.enum(DECIDING_METRICS).default(PRIMARY_METRIC),
  filter: z.enum(DOCUMENT_FILTERS).default('flips'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export type ComparedDocumentsQuery = z.output<typeof comparedDocumentsSchema>

export interface ComparedDocument {
  readonly docId: number
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
  readonly a: { readonly right: boolean; readonly loglikelihoods: readonly (number | null)[] }
  readonly b: { readonly right: boolean; readonly loglikelihoods: readonly (number | null)[] }
  /** Loglikelihood of the target, b minus a. */
  readonly delta: number | null
}

export interface ComparedDocuments {
  readonly counts: Readonly<Record<(typeof DOCUMENT_FILTERS)[number], number>>
  readonly rows: readonly ComparedDocument[]
  /** `[a, b, kind]` for every document in common: loglikelihood of the target; kind 0 same, 1 right to wrong, 2 wrong to right. */
  readonly scatter: readonly (readonly [number, number, number])[]
}

/** Several runs against a baseline: plan by task and metric. */
export interface RunsTable {
  readonly runs: readonly {
    readonly run: string
    readonly name: string
    readonly status: RunStatus
    readonly model: string
    readonly fingerprint: string
    readonly nLayers: number
    readonly precision: string
    readonly addBos: boolean
  }[]
  /** Only what differs, unless all is asked for. */
  readonly facts: readonly { readonly name: string; readonly values: readonly string[]; readonly differs: boolean }[]
  readonly rows: readonly {
    readonly plan: string
    readonly task: string
    readonly metric: MetricName
    /** Accuracy of guessing; null where there is none, or where the metric is none of accuracy. */
    readonly floor: number | null
    readonly values: readonly (number | null)[]
    readonly stderrs: readonly (number | null)[]
    /** Documents that are measured, of those that the run takes. */
    readonly nDocs: readonly number[]
    readonly nWanted: readonly number[]
    /** Of the plan on each run's model: the same text is another part of a deeper model. */
    readonly affectedLayers: readonly (number | null)[]
    /** Against the baseline; null where the documents differ or a value is missing. */
    readonly deltas: readonly (number | null)[]
    readonly higherIsBetter: boolean
  }[]
  readonly notComparable: readonly {
    readonly task: string
    readonly run: string
    readonly why: 'documents' | 'task' | 'tokenizer'
  }[]
}

export interface SavedComparison {
  readonly id: string
  readonly name: string
  /** The route of the app that shows it, with its query. */
  readonly address: string
  readonly createdAt: string
}
