import type { AssociationMetric } from '../../src-preload/contract/metrics'
import { predictedClass } from './accuracy'
import type { Statistic } from './bootstrap'
import type { ScoredDocument } from './scored-document'
import { meanAt } from './statistics'

/** What was said of each document, and what is right: classes, or values. `[documents]` each. */
interface Said {
  readonly said: Float64Array
  readonly right: Float64Array
}

/**
 * How what a model says of documents goes with what is right, over any of them, repeats included: Matthews' correlation, F1 of
 * the second class, the correlations of values and of their ranks, and the means that GLUE is told by (as `evaluate`'s glue
 * computes them with scikit-learn and SciPy).
 */
export function association(name: AssociationMetric, documents: readonly ScoredDocument[]): Statistic {
  const right = Float64Array.from(documents, (d) => d.target)
  const values = { right, said: Float64Array.from(documents, (d) => d.loglikelihoods[0] ?? NaN) }
  const classes = { right, said: Float64Array.from(documents, predictedClass) }
  const hits = Float64Array.from(documents, (_, i) => Number(classes.said[i] === right[i]))
  switch (name) {
    case 'mcc':
      return (at) => matthews(classes, at)
    case 'f1':
      return (at) => f1(classes, at)
    case 'acc_f1':
      return (at) => (meanAt(hits, at) + f1(classes, at)) / 2
    case 'pearson':
      return (at) => pearson(values, at)
    case 'spearman':
      return (at) => spearman(values, at)
    case 'pearson_spearman':
      return (at) => (pearson(values, at) + spearman(values, at)) / 2
  }
}

/** By the counts of two classes; 0 where either side is all of one (sklearn.metrics.matthews_corrcoef). */
function matthews({ said, right }: Said, at: Uint32Array): number {
  let [hits, saidOnes, rightOnes] = [0, 0, 0]
  for (const i of at) {
    hits += Number(said[i] === right[i])
    saidOnes += Number(said[i] === 1)
    rightOnes += Number(right[i] === 1)
  }
  const n = at.length
  const [saidZeros, rightZeros] = [n - saidOnes, n - rightOnes]
  const covariance = hits * n - (saidOnes * rightOnes + saidZeros * rightZeros)
  const spread = (n * n - (saidOnes ** 2 + saidZeros ** 2)) * (n * n - (rightOnes ** 2 + rightZeros ** 2))
  if (n === 0) return NaN
  return spread === 0 ? 0 : covariance / Math.sqrt(spread)
}

/** Of class 1; 0 where nobody says or is it (sklearn.metrics.f1_score, zero_division). */
function f1({ said, right }: Said, at: Uint32Array): number {
  let [both, either] = [0, 0]
  for (const i of at) {
    both += Number(said[i] === 1 && right[i] === 1)
    either += Number(said[i] === 1) + Number(right[i] === 1)
  }
  if (at.length === 0) return NaN
  return either === 0 ? 0 : (2 * both) / either
}

/** Not a number where either side is constant (scipy.stats.pearsonr). */
function pearson({ said, right }: Said, at: Uint32Array): number {
  const [meanSaid, meanRight] = [meanAt(said, at), meanAt(right, at)]
  let [products, squaresSaid, squaresRight] = [0, 0, 0]
  for (const i of at) {
    const [x, y] = [(said[i] ?? NaN) - meanSaid, (right[i] ?? NaN) - meanRight]
    products += x * y
    squaresSaid += x * x
    squaresRight += y * y
  }
  const r = products / (Math.sqrt(squaresSaid) * Math.sqrt(squaresRight))
  return Math.max(-1, Math.min(1, r))
}

/** Pearson's of ranks, equal values at the mean of theirs (scipy.stats.spearmanr). */
function spearman({ said, right }: Said, at: Uint32Array): number {
  const ranked = { said: ranks(said, at), right: ranks(right, at) }
  return pearson(
    ranked,
    Uint32Array.from(at, (_, i) => i),
  )
}

/** `[at]` -> `[at]`, from 1. */
function ranks(values: Float64Array, at: Uint32Array): Float64Array {
  const own = Float64Array.from(at, (i) => values[i] ?? NaN)
  if (own.some(Number.isNaN)) return own.fill(NaN)
  const order = Uint32Array.from(own, (_, i) => i).sort((a, b) => (own[a] ?? 0) - (own[b] ?? 0))
  const ranked = new Float64Array(own.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && own[order[to] ?? 0] === own[order[from] ?? 0]) to++
    for (let k = from; k < to; k++) ranked[order[k] ?? 0] = (from + to + 1) / 2
    from = to
  }
  return ranked
}
