import {
  decides,
  type DecidingMetric,
  type Metric,
  type MetricName,
  type Metrics,
} from '../../src-preload/contract/metrics'
import type { TaskKind } from '../../src-preload/contract/task'
import { accuracy } from './accuracy'
import { bootstrapped } from './bootstrap'
import { loss } from './loss'
import type { ScoredDocument } from './scored-document'

/** Metrics that do not decide on single documents. */
export type LossMetric = Exclude<MetricName, DecidingMetric>

/**
 * Metrics with their standard errors, as lm-evaluation-harness 0.4.13 defines them (api/metrics.py): means with the sample
 * standard deviation over sqrt(n); perplexity and bits per byte with a bootstrap over documents.
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
      : bootstrapped(documents.length, loss(name, documents))
    metrics[name] = nNotFinite > 0 ? { ...computed, nNotFinite } : computed
  }
  return metrics
}
