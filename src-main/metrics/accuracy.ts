import { EXACT_MATCH, type DecidingMetric, type ExactMatchName, type Metric } from '../../src-preload/contract/metrics'
import type { TaskKind } from '../../src-preload/contract/task'
import { metric } from './metric'
import type { ScoredDocument } from './scored-document'
import { mean, variance } from './statistics'

/** What each metric takes the largest of, by the choice's loglikelihood and length. */
const MERIT: Readonly<
  Record<Exclude<DecidingMetric, ExactMatchName>, (loglikelihood: number, length: number) => number>
> = {
  acc: (loglikelihood) => loglikelihood,
  acc_norm: (loglikelihood, length) => loglikelihood / length,
}
/** Kinds whose scores are of choices among which the largest counts. */
const CHOOSES: ReadonlySet<TaskKind> = new Set(['multiple-choice', 'classification'])
/** Where a document's marks have it. */
const MARK: Readonly<Record<string, number>> = Object.fromEntries(EXACT_MATCH.map((name, i) => [name, i]))

/**
 * The choice that a metric takes; for a loglikelihood task 0 where every token is the greedy one, for a generating task 0
 * where its answer is right, else -1
 * (lm-evaluation-harness, api/task.py, ConfigurableTask.process_results).
 */
export function chosen(
  kind: TaskKind,
  name: DecidingMetric,
  { loglikelihoods, greedy, lengths }: ScoredDocument,
): number {
  if (name === 'exact_match_strict' || name === 'exact_match_flexible' || !CHOOSES.has(kind))
    return greedy[MARK[name] ?? 0] === true ? 0 : -1
  return firstLargest(loglikelihoods.map((l, i) => MERIT[name](l, lengths[i] ?? NaN)))
}

/** The class that is most likely. */
export const predictedClass = ({ loglikelihoods }: ScoredDocument): number => firstLargest(loglikelihoods)

/** Whether a document counts as right. */
export const isRight = (kind: TaskKind, name: DecidingMetric, document: ScoredDocument): boolean =>
  chosen(kind, name, document) === document.target

/**
 * The share of documents that are right, 0 to 1; its error the sample's standard deviation over sqrt(n)
 * (lm-evaluation-harness, api/metrics.py, mean_stderr). Null of no documents, and without an error of one.
 */
export function accuracy(kind: TaskKind, name: DecidingMetric, documents: readonly ScoredDocument[]): Metric {
  const n = documents.length
  if (n === 0) return { value: null, stderr: null }
  const marks = documents.map((d) => Number(isRight(kind, name, d)))
  return metric(mean(marks), n > 1 ? Math.sqrt(variance(marks) / n) : null)
}

/** The first of equal values wins; NaN counts as the largest, as in numpy.argmax. */
function firstLargest(values: readonly number[]): number {
  const nan = values.findIndex(Number.isNaN)
  if (nan >= 0) return nan
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity))
}
