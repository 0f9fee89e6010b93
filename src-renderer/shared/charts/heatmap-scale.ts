import { magnitudeText } from '@contract/format/numbers'

/** Values at the ends of a heatmap's scale. */
export type HeatRange = readonly [low: number, high: number]

/** Where a value stands from the scale's light end (0) to its dark end (1), which is the better one. */
export function scaleShare(value: number, [low, high]: HeatRange, lowerIsBetter: boolean): number {
  const share = high === low ? 1 : (value - low) / (high - low)
  return Math.min(1, Math.max(0, lowerIsBetter ? 1 - share : share))
}

/** From 0 up; to 1 of normalised scores. Where lower is better there is no natural end: the values' own. */
export function heatRange(values: readonly number[], isNormalised: boolean, lowerIsBetter: boolean): HeatRange {
  if (values.length === 0) return [0, 1]
  if (lowerIsBetter) return [Math.min(...values), Math.max(...values)]
  return [0, Math.max(isNormalised ? 1 : 0, ...values)]
}

/** What the low end of a scale stands for: all that lies below is drawn as it. */
export const lowEndText = (values: readonly number[], low: number, text: (value: number) => string): string =>
  `${values.some((v) => v < low) ? '≤ ' : ''}${text(low)}`

const MINUS = '\u2212'

/** A value in a cell of a few pixels: `.53`, `1.0`; of values without an upper end `3.2`, `47`, `2e5`. */
export function cellText(value: number, lowerIsBetter: boolean): string {
  if (lowerIsBetter) return value >= 1000 ? magnitudeText(value, 0) : value.toFixed(value < 10 ? 1 : 0)
  const text = value >= 0.995 && value < 1.005 ? '1.0' : value.toFixed(2)
  return text.replace(/^(-?)0\./, '$1.').replace('-', MINUS)
}
