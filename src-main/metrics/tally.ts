import { decides, isAssociation, METRICS, type MetricName } from '../../src-preload/contract/metrics'
import type { TaskKind } from '../../src-preload/contract/task'
import { isRight } from './accuracy'
import { association } from './association'
import type { Statistic } from './bootstrap'
import { weightOf, type ScoredDocument } from './scored-document'
import { variance } from './statistics'

/**
 * A plan's documents of one task as a metric counts them: its value over any documents is a function of the sum of their
 * numerators over the sum of their denominators (docs/semantics.md, Scores). All arrays are `[documents]`.
 */
export interface Tally {
  /** 1 where the document is scored. */
  readonly scored: Uint8Array
  /** Marks 0 and 1, or -loglikelihoods in nats. */
  readonly numerators: Float64Array
  /** 1, or words, or UTF-8 bytes. */
  readonly denominators: Float64Array
  readonly valueOf: (ratio: number) => number
  /** Of metrics that are no such function: their value over documents by their indices, repeats included; else null. */
  readonly statistic: Statistic | null
  /** Whether the value is the plain mean of the numerators: its error needs no bootstrap. */
  readonly isMean: boolean
}

const VALUE = {
  mean: (ratio: number) => ratio,
  'exp-mean': Math.exp,
  bits: (ratio: number) => ratio / Math.LN2,
  association: () => NaN,
} as const satisfies Record<(typeof METRICS)[MetricName]['aggregation'], (ratio: number) => number>

/** @param documents those of a task, in order; null where one is not scored */
export function tally(kind: TaskKind, metric: MetricName, documents: readonly (ScoredDocument | null)[]): Tally {
  const { aggregation, per } = METRICS[metric]
  const numerator = (d: ScoredDocument): number =>
    decides(metric) ? Number(isRight(kind, metric, d)) : -(d.loglikelihoods[d.target] ?? NaN)
  const denominator = weightOf(per)
  const known = isAssociation(metric) ? documents.map((d) => d ?? NOTHING_SAID) : null
  return {
    scored: Uint8Array.from(documents, (d) => Number(d !== null)),
    numerators: Float64Array.from(documents, (d) => (d ? numerator(d) : NaN)),
    denominators: Float64Array.from(documents, (d) => (d ? denominator(d) : NaN)),
    valueOf: VALUE[aggregation],
    statistic: known && isAssociation(metric) ? association(metric, known) : null,
    isMean: aggregation === 'mean',
  }
}

/** Of documents none of which is scored. */
export const noTally = (nDocs: number): Tally => ({
  scored: new Uint8Array(nDocs),
  numerators: new Float64Array(nDocs),
  denominators: new Float64Array(nDocs),
  valueOf: VALUE.mean,
  statistic: null,
  isMean: true,
})

/** Documents that all of the tallies have, by index. */
export function inAll(tallies: readonly Tally[], nDocs: number): Uint32Array {
  const common: number[] = []
  for (let i = 0; i < nDocs; i++) if (tallies.every((t) => t.scored[i] === 1)) common.push(i)
  return Uint32Array.from(common)
}

/** The value over these documents; NaN of none. */
export function valueOver({ numerators, denominators, valueOf, statistic }: Tally, at: Uint32Array): number {
  if (statistic) return statistic(at)
  let above = 0
  let below = 0
  for (const i of at) {
    above += numerators[i] ?? NaN
    below += denominators[i] ?? NaN
  }
  return valueOf(above / below)
}

/** The sample's standard deviation over sqrt(n), of a plain mean; null of fewer than two documents. */
export function meanError({ numerators }: Tally, at: Uint32Array): number | null {
  if (at.length < 2) return null
  return Math.sqrt(variance(Float64Array.from(at, (i) => numerators[i] ?? NaN)) / at.length)
}

/**
 * The value in each of the bootstrap's draws: `[draws]`, NaN where a draw has none of these documents.
 *
 * @param counts `[draws * documents]`: how often each document is in each draw
 */
export function valuesDrawn(
  { numerators, denominators, valueOf, statistic }: Tally,
  at: Uint32Array,
  counts: Uint16Array,
): Float64Array {
  const n = numerators.length
  return Float64Array.from({ length: n === 0 ? 0 : counts.length / n }, (_, d) => {
    if (statistic) return statistic(drawnAt(at, counts.subarray(d * n, (d + 1) * n)))
    let above = 0
    let below = 0
    // by index: an iterator here takes five times as long
    for (let k = 0; k < at.length; k++) {
      const i = at[k] ?? 0
      const count = counts[d * n + i] ?? 0
      if (count === 0) continue
      above += count * (numerators[i] ?? NaN)
      below += count * (denominators[i] ?? NaN)
    }
    return below === 0 ? NaN : valueOf(above / below)
  })
}

/** Each document as often as it was drawn. */
function drawnAt(at: Uint32Array, counts: Uint16Array): Uint32Array {
  const drawn: number[] = []
  for (const i of at) for (let times = counts[i] ?? 0; times > 0; times--) drawn.push(i)
  return Uint32Array.from(drawn)
}

/** One that is not scored is never looked at. */
const NOTHING_SAID: ScoredDocument = { target: NaN, loglikelihoods: [], greedy: [], lengths: [], bytes: [] }
