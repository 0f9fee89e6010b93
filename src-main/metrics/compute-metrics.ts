import {
  decides,
  isAssociation,
  type AssociationMetric,
  type DecidingMetric,
  type Metric,
  type MetricName,
  type Metrics,
} from '../../src-preload/contract/metrics'
import type { TaskKind } from '../../src-preload/contract/task'
import { accuracy } from './accuracy'
import { association } from './association'
import { bootstrapped, type Statistic } from './bootstrap'
import { loss } from './loss'
import type { ScoredDocument } from './scored-document'

/** Metrics of the loglikelihood of what is right. */
export type LossMetric = Exclude<MetricName, DecidingMetric | AssociationMetric>

/** The value of a metric that does not decide on single documents, over any of these. */
export const statisticOf = (
  name: Exclude<MetricName, DecidingMetric>,
  documents: readonly ScoredDocument[],
): Statistic => (isAssociation(name) ? association(name, documents) : loss(name, documents))

/**
 * Metrics with their standard errors, as lm-evaluation-harness 0.4.13 defines them (api/metrics.py): means with the sample
 * standard deviation over sqrt(n); perplexity, bits per byte and correlations with a bootstrap over documents.
 */
export function computeMetrics(
  kind: TaskKind,
  names: readonly MetricName[],
  documents: readonly ScoredDocument[],
): Metrics {
  const nNotFinite = documents.filter((d) => !d.loglikelihoods.every(Number.isFinite)).length
  const metrics: Partial<Record<MetricName, Metric>> = {}
  for (const name of names) {
    const computed = decides(name)
      ? accuracy(kind, name, documents)
      : bootstrapped(documents.length, statisticOf(name, documents))
    metrics[name] = nNotFinite > 0 ? { ...computed, nNotFinite } : computed
  }
  return metrics
}
