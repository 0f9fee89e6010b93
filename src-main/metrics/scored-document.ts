/** A scored document: one value per choice (one in all for a loglikelihood task). */
export interface ScoredDocument {
  readonly target: number
  readonly loglikelihoods: readonly number[]
  readonly greedy: readonly boolean[]
  /** Unicode code points of each choice. */
  readonly lengths: readonly number[]
  /** UTF-8 bytes of each scored text. */
  readonly bytes: readonly number[]
}

/** -loglikelihood of each document's target, in nats. */
export const lossesOf = (documents: readonly ScoredDocument[]): Float64Array =>
  Float64Array.from(documents, ({ loglikelihoods, target }) => -(loglikelihoods[target] ?? NaN))
