import type { BandKind } from './line'

/** Half the width of a 95 % interval, in standard errors. */
const CI95 = 1.96

/** The spread over seeds. Sample standard deviation; 95 %: mean +- 1.96 sd / sqrt(n). At least two values. */
export function spread(values: readonly number[], band: BandKind): readonly [low: number, high: number] {
  const n = values.length
  if (band === 'range') return [Math.min(...values), Math.max(...values)]
  const mean = values.reduce((a, b) => a + b, 0) / n
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1))
  const half = band === 'ci95' ? (CI95 * sd) / Math.sqrt(n) : sd
  return [mean - half, mean + half]
}
