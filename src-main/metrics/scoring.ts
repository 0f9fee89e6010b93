import type { Metric, MetricName, Metrics } from '../../src-preload/contract/metrics'
import type { TaskKind } from '../../src-preload/contract/task'
import { mersenneTwister } from '../../src-preload/contract/plan/python-random'

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

export const BOOTSTRAP_DRAWS = 1000
export const BOOTSTRAP_SEED = 1234

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
    const metric = compute(kind, name, documents)
    metrics[name] = nNotFinite > 0 ? { ...metric, nNotFinite } : metric
  }
  return metrics
}

function compute(kind: TaskKind, name: MetricName, documents: readonly ScoredDocument[]): Metric {
  switch (name) {
    case 'acc':
    case 'acc_norm':
      return mean(documents.map((d) => Number(isRight(kind, name, d))))
    case 'perplexity': {
      const values = documents.map((d) => d.loglikelihoods[d.target] as number)
      return bootstrapped(documents.length, (indices) => Math.exp(-average(indices, values)))
    }
    case 'bits_per_byte': {
      const values = documents.map((d) => d.loglikelihoods[d.target] as number)
      const bytes = documents.map((d) => d.bytes[d.target] as number)
      return bootstrapped(documents.length, (indices) => -average(indices, values) / average(indices, bytes) / Math.LN2)
    }
  }
}

/** The choice that a metric takes; for a loglikelihood task 0 where every token is the greedy one, else -1. */
export function chosen(
  kind: TaskKind,
  name: 'acc' | 'acc_norm',
  { loglikelihoods, greedy, lengths }: ScoredDocument,
): number {
  if (kind === 'loglikelihood') return greedy[0] === true ? 0 : -1
  return firstLargest(name === 'acc' ? loglikelihoods : loglikelihoods.map((l, i) => l / (lengths[i] as number)))
}

/** Whether a document counts as right, by a metric that decides on single documents. */
export const isRight = (kind: TaskKind, name: 'acc' | 'acc_norm', document: ScoredDocument): boolean =>
  chosen(kind, name, document) === document.target

/** The first of equal values wins; NaN counts as the largest, as in numpy.argmax. */
function firstLargest(values: readonly number[]): number {
  const nan = values.findIndex(Number.isNaN)
  if (nan >= 0) return nan
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity))
}

function mean(values: readonly number[]): Metric {
  const n = values.length
  if (n === 0) return { value: null, stderr: null }
  const m = values.reduce((a, b) => a + b, 0) / n
  const variance = values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (n - 1)
  return finite(m, n > 1 ? Math.sqrt(variance / n) : null)
}

function average(indices: Uint32Array, values: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < indices.length; i++) sum += values[indices[i] as number] as number
  return sum / indices.length
}

/** A statistic of all documents, its error the standard deviation over resamples (fixed seed, the same for all plans). */
function bootstrapped(n: number, statistic: (indices: Uint32Array) => number): Metric {
  if (n === 0) return { value: null, stderr: null }
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i))
  if (n === 1 || !Number.isFinite(value)) return finite(value, null)
  const draws = resamples(n).map(statistic)
  const m = draws.reduce((a, b) => a + b, 0) / draws.length
  const variance = draws.reduce((sum, v) => sum + (v - m) ** 2, 0) / (draws.length - 1)
  return { ...finite(value, Math.sqrt(variance)), stderrMethod: `bootstrap, ${BOOTSTRAP_DRAWS} draws` }
}

const finite = (value: number, stderr: number | null): Metric => ({
  value: Number.isFinite(value) ? value : null,
  stderr: stderr !== null && Number.isFinite(stderr) && Number.isFinite(value) ? stderr : null,
})

const resampleCache = new Map<number, Uint32Array[]>()

/** `BOOTSTRAP_DRAWS` resamples of n documents; kept for the last few n, since a sweep asks for the same ones again. */
function resamples(n: number): Uint32Array[] {
  let drawn = resampleCache.get(n)
  if (!drawn) {
    const next32 = mersenneTwister(BOOTSTRAP_SEED)
    drawn = Array.from({ length: BOOTSTRAP_DRAWS }, () =>
      Uint32Array.from({ length: n }, () => Math.floor((next32() / 2 ** 32) * n)),
    )
    if (resampleCache.size >= 8) resampleCache.delete(resampleCache.keys().next().value as number)
    resampleCache.set(n, drawn)
  }
  return drawn
}
