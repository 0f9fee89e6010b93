import type { Statistic } from './bootstrap'
import { lossesOf, type ScoredDocument } from './scored-document'
import { meanAt } from './statistics'

/** exp of the mean -loglikelihood of a document's whole target (lm-evaluation-harness, api/metrics.py, perplexity). */
export function perplexity(documents: readonly ScoredDocument[]): Statistic {
  const losses = lossesOf(documents)
  return (at) => Math.exp(meanAt(losses, at))
}

/** Of b over a, on the same documents; 1 where they are alike. */
export function perplexityRatio(a: readonly ScoredDocument[], b: readonly ScoredDocument[]): Statistic {
  const [x, y] = [lossesOf(a), lossesOf(b)]
  return (at) => Math.exp(meanAt(y, at) - meanAt(x, at))
}
