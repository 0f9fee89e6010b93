/** Sums go from the first value to the last: stored scores stay equal to the last bit. */
function sum(values: Iterable<number>): number {
  let total = 0
  for (const v of values) total += v
  return total
}

type Numbers = Iterable<number> & { readonly length: number }

/** NaN of no values. */
export const mean = (values: Numbers): number => sum(values) / values.length

/** Of the values at these indices, repeats counted. */
export function meanAt(values: Float64Array, at: Uint32Array): number {
  let total = 0
  // by index: an iterator here takes three times as long
  for (let i = 0; i < at.length; i++) total += values[at[i] ?? 0] ?? NaN
  return total / at.length
}

/** The sample's, over n - 1: of two values or more. */
export function variance(values: Numbers): number {
  const centre = mean(values)
  let total = 0
  let isConstant = true
  let first: number | undefined
  for (const v of values) {
    total += (v - centre) ** 2
    first ??= v
    isConstant &&= v === first
  }
  // their mean need not be one of them to the last bit
  if (isConstant) return 0
  return total / (values.length - 1)
}

/** Of an even number of values, the mean of the middle two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const [below = NaN, above = NaN] = [sorted[half - 1], sorted[half]]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}
