import type { METRICS, MetricName } from '../../src-preload/contract/metrics'

/** A scored document: one value per choice (one in all for a loglikelihood task and for a whole text). */
export interface ScoredDocument {
  readonly target: number
  readonly loglikelihoods: readonly number[]
  readonly greedy: readonly boolean[]
  /** Unicode code points of each choice; the words of a whole text. */
  readonly lengths: readonly number[]
  /** UTF-8 bytes of each scored text. */
  readonly bytes: readonly number[]
}

/** -loglikelihood of each document's target, in nats. */
export const lossesOf = (documents: readonly ScoredDocument[]): Float64Array =>
  Float64Array.from(documents, ({ loglikelihoods, target }) => -(loglikelihoods[target] ?? NaN))

/** What a document counts for under its loss: 1, its words or its UTF-8 bytes. */
export const weightOf =
  (per: (typeof METRICS)[MetricName]['per']) =>
  ({ lengths, bytes, target }: ScoredDocument): number =>
    per === 'document' ? 1 : ((per === 'word' ? lengths : bytes)[target] ?? NaN)
