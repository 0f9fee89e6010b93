import { METRICS } from '@contract/metrics'
import type { ShownMetric } from '@contract/format/shown-metric'
import { legendKey, type LineFigure, type Point } from '@/shared/series/line'

/** Ends and steps of axes. */

export interface YRange {
  readonly min: number
  readonly max: number
  readonly interval: number
}

const UNIT: YRange = { min: 0, max: 1, interval: 0.2 }
/** Steps of an axis of shares, on which 0 and 1 are labelled. */
const SHARE_STEPS = [0.1, 0.2, 0.5, 1, 2, 5]
const MOST_STEPS = 8
/** In a small chart, which has room for few labels. */
export const MOST_SMALL_STEPS = 4
/** Where steps are few they are wide: the axis ends between two of them rather than with an empty one. */
const SMALL_END = 0.1

/** Steps whose labels, of this height in pixels, stand clear of one another on an axis of this length. */
export const stepsWithRoom = (length: number, text: number): number =>
  Math.min(MOST_STEPS, Math.max(2, Math.floor(length / (1.6 * text))))

/** A round step that gives about `parts` labels. */
export const xStep = (xMax: number, parts: number): number =>
  [1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50].find((s) => xMax / s <= parts) ?? Math.ceil(xMax / parts)

interface RangeLook {
  readonly metric: ShownMetric
  /** Whether error bars are drawn. */
  readonly errors: boolean
  /** Legend keys of lines that are hidden. */
  readonly hidden?: ReadonlySet<string> | undefined
  /** Steps at most, where there is room for few. */
  readonly steps?: number | undefined
}

/** Whether values are shares of one, with 1 at the top. */
const isShare = (metric: ShownMetric): boolean => metric === 'normalised' || METRICS[metric].unit === 'share'

/** What a metric can be: nothing of it is drawn beyond. A normalised score may lie below guessing and above the full model. */
export function metricBounds(metric: ShownMetric): readonly [least: number, most: number] {
  if (metric === 'normalised') return [-Infinity, Infinity]
  return [0, isShare(metric) ? 1 : Infinity]
}

export const within = ([least, most]: readonly [number, number], v: number): number =>
  Math.min(most, Math.max(least, v))

/** A y axis that holds a figure's points, bars, bands and guides, in equal steps; from 0 up where nothing is below. */
export function yRange(figure: LineFigure, { metric, errors, hidden, steps = MOST_STEPS }: RangeLook): YRange {
  const lines = figure.lines.filter((l) => hidden?.has(legendKey(l)) !== true)
  const values = [
    ...lines.flatMap((l) =>
      l.points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y, ...(errors && l.weight === 'main' ? endsOf(p) : [])]),
    ),
    ...[figure.full, figure.floor].flatMap((v) => v ?? []),
    ...figure.fullOnHalf.map(([, y]) => y),
  ]
    .filter(Number.isFinite)
    .map((v) => within(metricBounds(metric), v))
  if (values.length === 0) return UNIT
  const share = isShare(metric)
  const [low, high] = [Math.min(0, ...values), Math.max(share ? 1 : 0, ...values)]
  const interval = share ? shareStep(high - low, steps) : niceStep(high - low)
  const end = share && steps < MOST_STEPS ? Math.min(interval, SMALL_END) : interval
  const up = (v: number): number => Number((Math.ceil(v / end - 1e-9) * end).toFixed(9))
  return { min: low < 0 ? -up(-low) : 0, max: up(high), interval }
}

const endsOf = ({ y, error }: Point): readonly number[] => (error === null ? [] : [y - error, y + error])

const shareStep = (extent: number, most: number): number =>
  SHARE_STEPS.find((step) => extent / step <= most) ?? niceStep(extent)

function niceStep(extent: number): number {
  const rough = extent / 5 || UNIT.interval
  const nice = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].map((k) => k * nice).find((u) => u >= rough * 0.8) ?? rough
}

/** One axis for several panels. */
export function sharedRange(figures: readonly LineFigure[], look: RangeLook): YRange {
  const [first] = figures
  if (!first) return UNIT
  const full = figures.map((f) => f.full).find((v) => v !== null) ?? null
  const floor = figures.map((f) => f.floor).find((v) => v !== null) ?? null
  const fullOnHalf = figures.flatMap((f) => f.fullOnHalf)
  return yRange({ ...first, full, floor, fullOnHalf, lines: figures.flatMap((f) => f.lines) }, look)
}
