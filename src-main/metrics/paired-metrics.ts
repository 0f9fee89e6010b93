import type { PairedRow } from '../../src-preload/contract/comparison'
import { isAssociation, type DecidingMetric, type MetricName } from '../../src-preload/contract/metrics'
import { everyIndex } from './bootstrap'
import { statisticOf } from './compute-metrics'
import { lossContrast } from './loss'
import { mcnemarExact, pairedBootstrap, tangoInterval } from './paired-statistics'
import type { ScoredDocument } from './scored-document'

/** What is told of one metric of two plans, a and b, on the same documents. */
export type PairedNumbers = Pick<PairedRow, 'a' | 'b' | 'delta' | 'interval' | 'ratio' | 'p' | 'method' | 'flips'>

/**
 * Accuracies 0 to 1 and their difference, by the exact McNemar test and Tango's interval; null of no documents.
 *
 * @param pairs whether each document is right, in a and in b
 */
export function pairedAccuracy(pairs: readonly (readonly [a: boolean, b: boolean])[]): PairedNumbers {
  const n = pairs.length
  const rightToWrong = pairs.filter(([a, b]) => a && !b).length
  const wrongToRight = pairs.filter(([a, b]) => !a && b).length
  const flips = { rightToWrong, wrongToRight }
  const shared = { ratio: null, method: 'mcnemar-exact', flips } as const
  if (n === 0) return { ...shared, a: null, b: null, delta: null, interval: null, p: null }
  return {
    ...shared,
    a: pairs.filter(([a]) => a).length / n,
    b: pairs.filter(([, b]) => b).length / n,
    delta: (wrongToRight - rightToWrong) / n,
    interval: tangoInterval(rightToWrong, wrongToRight, n),
    p: mcnemarExact(rightToWrong, wrongToRight),
  }
}

/**
 * A loss or a correlation of both, by a paired bootstrap of their ratio or their difference; null where one is not finite.
 *
 * @param pairs each document, as a scored it and as b did
 */
export function pairedStatistic(
  metric: Exclude<MetricName, DecidingMetric>,
  pairs: readonly (readonly [a: ScoredDocument, b: ScoredDocument])[],
): PairedNumbers {
  const n = pairs.length
  const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
  // of no documents: NaN
  const [ofA, ofB] = [statisticOf(metric, first), statisticOf(metric, second)]
  const [a, b] = [ofA(everyIndex(n)), ofB(everyIndex(n))]
  const { by, statistic } = isAssociation(metric)
    ? ({ by: 'difference', statistic: (at: Uint32Array) => ofB(at) - ofA(at) } as const)
    : lossContrast(metric, first, second)
  const drawn = Number.isFinite(a) && Number.isFinite(b) ? pairedBootstrap(n, statistic, by === 'ratio' ? 1 : 0) : null
  return {
    a: finite(a),
    b: finite(b),
    delta: finite(b - a),
    interval: drawn && by === 'difference' ? drawn.interval : null,
    ratio: drawn && by === 'ratio' ? { value: b / a, interval: drawn.interval } : null,
    p: drawn?.p ?? null,
    method: 'paired-bootstrap',
    flips: null,
  }
}

const finite = (v: number): number | null => (Number.isFinite(v) ? v : null)
