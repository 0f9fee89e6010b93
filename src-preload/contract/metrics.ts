/**
 * The metrics, each with what the rest of the program needs to know of it: nothing else asks for a metric by its name
 * but the file that computes it (definitions: docs/semantics.md, Scores).
 */
export interface MetricDefinition {
  /** Which way is better. */
  readonly direction: 'higher' | 'lower'
  /** `share`: of documents, 0..1. */
  readonly unit: 'share' | 'perplexity' | 'bits/byte' | 'correlation'
  /** The values that it can take. */
  readonly range: readonly [min: number, max: number]
  /** `log`: values span decades, so that they are drawn on such an axis and compared by their ratio. */
  readonly scale: 'linear' | 'log'
  /**
   * How documents become one value: a mean of marks 0 and 1; of -loglikelihoods exp of the mean, or bits; how what is said
   * goes with what is right, over all of them at once.
   */
  readonly aggregation: 'mean' | 'exp-mean' | 'bits' | 'association'
  /** What -loglikelihoods are taken over; words and bytes are summed over documents. */
  readonly per: 'document' | 'word' | 'byte'
  /** Whether it says of a single document that it is right or wrong: the accuracy-like ones. */
  readonly decides: boolean
}

const ACCURACY = {
  direction: 'higher',
  unit: 'share',
  range: [0, 1],
  scale: 'linear',
  aggregation: 'mean',
  per: 'document',
  decides: true,
} as const

const PERPLEXITY = {
  direction: 'lower',
  unit: 'perplexity',
  range: [1, Infinity],
  scale: 'log',
  aggregation: 'exp-mean',
  decides: false,
} as const

const CORRELATION = {
  direction: 'higher',
  unit: 'correlation',
  range: [-1, 1],
  scale: 'linear',
  aggregation: 'association',
  per: 'document',
  decides: false,
} as const
const F1 = { ...CORRELATION, unit: 'share', range: [0, 1] } as const

export const METRICS = {
  acc: ACCURACY,
  /** The same, with each choice's loglikelihood divided by its length in code points. */
  acc_norm: ACCURACY,
  /** Of written answers: what is read out of them in the form that was asked for, or in any, is what is right. */
  exact_match_strict: ACCURACY,
  exact_match_flexible: ACCURACY,
  perplexity: { ...PERPLEXITY, per: 'document' },
  word_perplexity: { ...PERPLEXITY, per: 'word' },
  byte_perplexity: { ...PERPLEXITY, per: 'byte' },
  bits_per_byte: {
    direction: 'lower',
    unit: 'bits/byte',
    range: [0, Infinity],
    scale: 'linear',
    aggregation: 'bits',
    per: 'byte',
    decides: false,
  },
  /** Of classes: Matthews' correlation, F1 of the second class, its mean with the accuracy. */
  mcc: CORRELATION,
  f1: F1,
  acc_f1: F1,
  /** Of values: the correlation, that of their ranks, their mean. */
  pearson: CORRELATION,
  spearman: CORRELATION,
  pearson_spearman: CORRELATION,
} as const satisfies Readonly<Record<string, MetricDefinition>>

export type MetricName = keyof typeof METRICS
export type DecidingMetric = {
  [N in MetricName]: (typeof METRICS)[N]['decides'] extends true ? N : never
}[MetricName]

export type AssociationMetric = {
  [N in MetricName]: (typeof METRICS)[N]['aggregation'] extends 'association' ? N : never
}[MetricName]
export const isAssociation = (name: MetricName): name is AssociationMetric =>
  METRICS[name].aggregation === 'association'

/** Those of a choice among several. */
export const CHOICE_METRICS = ['acc', 'acc_norm'] as const satisfies readonly MetricName[]

/** Those of written answers, in the order in which a document's marks are kept. */
export const EXACT_MATCH = ['exact_match_strict', 'exact_match_flexible'] as const satisfies readonly MetricName[]
export type ExactMatchName = (typeof EXACT_MATCH)[number]

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]

/** Whether a metric says of a single document that it is right or wrong. */
export const decides = (name: MetricName): name is DecidingMetric => METRICS[name].decides

/** The accuracy-like metrics, in the registry's order. */
export const DECIDING_METRICS: readonly DecidingMetric[] = METRIC_NAMES.filter(decides)

/** What is taken where nothing is said. */
export const PRIMARY_METRIC: DecidingMetric = 'acc'

export const higherIsBetter = (name: MetricName): boolean => METRICS[name].direction === 'higher'

/** The accuracy-like metrics of a list, in the registry's order. */
export const decidingMetrics = (names: readonly MetricName[]): readonly DecidingMetric[] =>
  DECIDING_METRICS.filter((n) => names.includes(n))

/** The metric by which a task with these is judged first: an accuracy where there is one; undefined for an empty list. */
export const primaryMetric = (names: readonly MetricName[]): MetricName | undefined =>
  decidingMetrics(names)[0] ?? names[0]

export interface Metric {
  /** null where it is not finite (a schedule can overflow). */
  readonly value: number | null
  /** Standard error; null where it is not defined (one document, a value that is not finite). */
  readonly stderr: number | null
  /** How `stderr` was found where it is not the sample's standard deviation over sqrt(n). */
  readonly stderrMethod?: string
  /** Documents whose scores are not finite; absent where there are none. */
  readonly nNotFinite?: number
}

export type Metrics = Readonly<Partial<Record<MetricName, Metric>>>
