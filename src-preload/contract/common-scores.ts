import { z } from 'zod'
import { METRIC_NAMES, PRIMARY_METRIC, type MetricName } from './metrics'

/**
 * Scores that may be drawn together: on the tasks and documents that all chosen runs have in common. A point's plans are all
 * of one subject; nothing of two is ever pooled.
 */

/** A frozen model under one condition: what may be one line, one mean, one band. */
export interface Condition {
  readonly model: { readonly fingerprint: string }
  readonly precision: string
  readonly addBos: boolean
  readonly tokenizer: string
}
export const subjectKey = ({ model, precision, addBos, tokenizer }: Condition): string =>
  [model.fingerprint, precision, addBos ? 'bos' : 'no bos', tokenizer].join(' ')

/** One plan; the mean over several (seeds); the best of several (iterations). */
const HOW = ['one', 'mean', 'best'] as const
export type PointHow = (typeof HOW)[number]

/**
 * Which documents the best of several plans is chosen on. `halves`: on every second one, and shown on the others; `same`: on
 * those that it is shown on, which flatters it.
 */
export const BEST_OF = ['halves', 'same'] as const
export type BestOf = (typeof BEST_OF)[number]

const member = z.strictObject({ run: z.string().min(1).max(100), plan: z.number().int().min(0) })
const pointSchema = z.strictObject({ how: z.enum(HOW), members: z.array(member).min(1).max(10_000) })
export type Point = z.output<typeof pointSchema>

export const commonScoresSchema = z.strictObject({
  runs: z.array(z.string().min(1).max(100)).min(1).max(200),
  score: z.enum(['normalised', 'raw']),
  /** Taken of each task that has it; else the task's primary one. */
  metric: z.enum(METRIC_NAMES).default(PRIMARY_METRIC),
  floors: z.record(z.string(), z.number().min(0).max(0.99)).default({}),
  bestOf: z.enum(BEST_OF).default('halves'),
  points: z.array(pointSchema).max(100_000),
})
export type CommonScoresQuery = z.output<typeof commonScoresSchema>

/** Why a task is in no score of a figure. */
export type LeftOut = 'not-common' | 'definition' | 'documents' | 'no-accuracy' | 'no-full' | 'floor'

/** A task of any of the runs. */
export interface CommonTask {
  readonly task: string
  readonly metric: MetricName | null
  readonly floor: number
  /** null: it is in. */
  readonly why: LeftOut | null
  /** Documents in common; those of the file. */
  readonly nDocs: number
  readonly nDocsTotal: number
  /** The full model, by run: on the documents in common where there are some, else on the run's own; null where it was not run. */
  readonly full: readonly (FullScore | null)[]
}

export interface FullScore {
  /** null where it is not measured yet. */
  readonly value: number | null
  readonly stderr: number | null
  readonly nDocs: number
}

export interface PointScore {
  readonly value: number
  /** Standard deviation over the bootstrap's draws of documents; null where it is not defined. */
  readonly stderr: number | null
  /** Documents, by the tasks that it is over. */
  readonly nDocs: readonly number[]
  /** Which documents those are: equal for scores that stand on the same ones. */
  readonly documents: string
  /** The plans that it is made of, by their place in the query's point. */
  readonly members: readonly { readonly index: number; readonly value: number }[]
  /** Of a raw score of one task, what the full model has on the same documents; null where it was not scored on all of them. */
  readonly full: number | null
  /** The place of the plan that was chosen as the best; null where nothing was chosen. */
  readonly best: number | null
}

export interface PointScores {
  /** By the tasks of the answer. */
  readonly byTask: readonly (PointScore | null)[]
  /** Over the tasks that are in; normalised scores only. */
  readonly median: PointScore | null
}

export interface CommonScores {
  readonly tasks: readonly CommonTask[]
  readonly points: readonly PointScores[]
}
