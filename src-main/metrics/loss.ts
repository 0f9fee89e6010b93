import { METRICS } from '../../src-preload/contract/metrics'
import type { Statistic } from './bootstrap'
import type { LossMetric } from './compute-metrics'
import { lossesOf, weightOf, type ScoredDocument } from './scored-document'
import { meanAt } from './statistics'

/** -loglikelihoods in nats over documents: their mean, or their sum over the sum of words or bytes. */
function rate(name: LossMetric, documents: readonly ScoredDocument[]): Statistic {
  const { per } = METRICS[name]
  const losses = lossesOf(documents)
  if (per === 'document') return (at) => meanAt(losses, at)
  const weights = Float64Array.from(documents, weightOf(per))
  return (at) => meanAt(losses, at) / meanAt(weights, at)
}

/**
 * A metric of -loglikelihoods: exp of their mean (perplexity) or of their sum over that of words or bytes
 * (weighted_perplexity), or bits a byte (lm-evaluation-harness 0.4.13, api/metrics.py).
 */
export function loss(name: LossMetric, documents: readonly ScoredDocument[]): Statistic {
  const of = rate(name, documents)
  return METRICS[name].aggregation === 'bits' ? (at) => of(at) / Math.LN2 : (at) => Math.exp(of(at))
}

/** Of b against a on the same documents: their ratio where values span decades (1: alike), else b minus a (0: alike). */
export function lossContrast(
  name: LossMetric,
  a: readonly ScoredDocument[],
  b: readonly ScoredDocument[],
): { readonly by: 'ratio' | 'difference'; readonly statistic: Statistic } {
  if (METRICS[name].scale === 'linear') {
    const [x, y] = [loss(name, a), loss(name, b)]
    return { by: 'difference', statistic: (at) => y(at) - x(at) }
  }
  const [x, y] = [rate(name, a), rate(name, b)]
  return { by: 'ratio', statistic: (at) => Math.exp(y(at) - x(at)) }
}
