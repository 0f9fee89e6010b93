import { z } from 'zod'
import { DECIDING_METRICS, PRIMARY_METRIC } from './metrics'

export interface Sample {
  /** The row of the document file, from 0. */
  readonly docId: number
  /** One per choice; null where not finite. */
  readonly loglikelihoods: readonly (number | null)[]
  readonly greedy: readonly boolean[]
  /** Index of the right choice; 0 for a loglikelihood task. */
  readonly target: number
}

/** What was written to a document of a generating task. */
export interface WrittenSample {
  readonly docId: number
  /** Up to the first stop. */
  readonly text: string
  readonly tokenIds: readonly number[]
  /** What is compared with the target, by metric. */
  readonly extracted: { readonly strict: string; readonly flexible: string }
  readonly target: string
}

/** Those that are scored, without those that are written. */
export const scoredSamples = (samples: readonly (Sample | WrittenSample)[] = []): Sample[] =>
  samples.flatMap((s) => ('loglikelihoods' in s ? [s] : []))

/** One document of a measurement, as a person reads it. */
export interface SampleRow {
  readonly docId: number
  /** What stood before the question; empty without examples. */
  readonly examples: string
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
  /** One a choice; null where not finite. */
  readonly loglikelihoods: readonly (number | null)[]
  readonly greedy: readonly boolean[]
  /** The choice that the metric takes; -1 for a loglikelihood task that is wrong. */
  readonly chosen: number
  readonly right: boolean
  /** Of a generating task. */
  readonly written?: WrittenSample
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
  metric: z.enum(DECIDING_METRICS).default(PRIMARY_METRIC),
  filter: z.enum(['all', 'right', 'wrong']).default('all'),
  search: z.string().max(200).default(''),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export type SampleQuery = z.output<typeof sampleQuerySchema>
