/** How keys and values of a parallel group are kept while tokens are generated: each branch its own, or their mean as in the paper. */
export const CACHE_KINDS = ['exact', 'paper'] as const
export type CacheKind = (typeof CACHE_KINDS)[number]

/** How an answer came to its end: by the model, by a text that stops it, by its limit, or by the model's context. */
type AnswerEnd = 'end' | 'stop' | 'limit' | 'context'

/** What a plan wrote after a prompt. */
export interface Answer {
  readonly plan: string
  readonly schedule: string
  readonly text: string
  /** What was generated, the end token not counted. */
  readonly tokenIds: readonly number[]
  /** How long the text is after each of them: special tokens add nothing. */
  readonly ends: readonly number[]
  /** null: cancelled before. */
  readonly end: AnswerEnd | null
}

/** Answers to one prompt, in the order of the plans. */
export interface Answers {
  readonly model: string
  readonly nLayers: number
  readonly device: string
  readonly answers: readonly Answer[]
}

/** An answer as it grows: of plans that are one schedule. */
export interface AnswerProgress {
  /** By which the writing was asked for. */
  readonly id: string
  readonly plans: readonly string[]
  readonly text: string
}
