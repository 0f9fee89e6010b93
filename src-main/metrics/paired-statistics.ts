import { randomIndex, type Statistic } from './bootstrap'

/** Statistics of two plans on the same documents. All intervals are 95 %. */

export const PAIRED_DRAWS = 10_000
/** Fixed, so that the same scores give the same interval. */
export const PAIRED_SEED = 20_240_712
const Z = 1.959963984540054

/**
 * Exact McNemar test (McNemar 1947, Psychometrika 12, 153-157; the binomial of the flips), two-sided: the probability, if
 * neither plan is better, of flips at least as uneven as these. 1 without flips.
 *
 * @param b documents that were right and became wrong
 * @param c documents that were wrong and became right
 */
export function mcnemarExact(b: number, c: number): number {
  const n = b + c
  if (n === 0) return 1
  const few = Math.min(b, c)
  let tail = 0
  for (let k = 0; k <= few; k++) tail += Math.exp(logChoose(n, k) - n * Math.LN2)
  return Math.min(1, 2 * tail)
}

/**
 * Score interval for the difference of two paired proportions, (c - b) / n (Tango 1998, Statistics in Medicine 17,
 * 891-908), at 95 %. Found by bisection on its score function. The whole [-1, 1] of no documents.
 *
 * @param b documents that were right and became wrong
 * @param c documents that were wrong and became right
 * @param n documents in all
 */
export function tangoInterval(b: number, c: number, n: number): readonly [number, number] {
  if (n === 0) return [-1, 1]
  const score = (delta: number): number => {
    const A = 2 * n
    const B = -b - c + (2 * n - c + b) * delta
    const C = -b * delta * (1 - delta)
    // the constrained maximum likelihood estimate of the probability of flips from right to wrong
    const q = (Math.sqrt(Math.max(0, B * B - 4 * A * C)) - B) / (2 * A)
    const variance = n * (2 * q + delta * (1 - delta))
    const distance = c - b - n * delta
    return variance <= 0 ? (distance === 0 ? 0 : Math.sign(distance) * Infinity) : distance / Math.sqrt(variance)
  }
  const estimate = (c - b) / n
  return [bisect(score, -1, estimate, Z), bisect(score, estimate, 1, -Z)]
}

/** Where a falling function takes a value. */
function bisect(f: (x: number) => number, low: number, high: number, value: number): number {
  let [a, z] = [low, high]
  for (let i = 0; i < 100; i++) {
    const middle = (a + z) / 2
    if (f(middle) > value) a = middle
    else z = middle
  }
  return (a + z) / 2
}

function logChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i++) sum += Math.log(n - k + i) - Math.log(i)
  return sum
}

/**
 * Holm's step-down correction (1979, Scandinavian Journal of Statistics 6, 65-70): p values of one family, in the order
 * given. null stays null and does not count.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((x, y) => x.p - y.p)
  const out: (number | null)[] = ps.map(() => null)
  let largest = 0
  order.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, p * (order.length - rank)))
    out[i] = largest
  })
  return out
}

export interface BootstrapResult {
  readonly interval: readonly [number, number]
  /** Two-sided: twice the smaller share of draws on one side of `nothing`, never below 2 / (draws + 1). */
  readonly p: number
}

/**
 * Percentile bootstrap (Efron, 1979) of a statistic of paired documents: the same documents are drawn for both plans. Null
 * of fewer than two documents, and where a draw is not finite.
 *
 * @param nothing the statistic's value if both plans were alike (0 for a difference, 1 for a ratio)
 */
export function pairedBootstrap(n: number, statistic: Statistic, nothing: number): BootstrapResult | null {
  if (n < 2) return null
  const index = randomIndex(PAIRED_SEED)
  const indices = new Uint32Array(n)
  const draws = new Float64Array(PAIRED_DRAWS)
  let below = 0
  let above = 0
  for (let d = 0; d < PAIRED_DRAWS; d++) {
    for (let i = 0; i < n; i++) indices[i] = index(n)
    const value = statistic(indices)
    if (!Number.isFinite(value)) return null
    draws[d] = value
    if (value <= nothing) below++
    if (value >= nothing) above++
  }
  draws.sort()
  const at = (share: number): number => draws[Math.round(share * (PAIRED_DRAWS - 1))] ?? NaN
  return { interval: [at(0.025), at(0.975)], p: Math.min(1, (2 * (Math.min(below, above) + 1)) / (PAIRED_DRAWS + 1)) }
}
