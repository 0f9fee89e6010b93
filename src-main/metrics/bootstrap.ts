import { LRUCache } from 'lru-cache'
import type { Metric } from '../../src-preload/contract/metrics'
import { mersenneTwister } from '../../src-preload/contract/plan/python-random'
import { metric } from './metric'
import { variance } from './statistics'

export const BOOTSTRAP_DRAWS = 1000
const SEED = 1234

/** A number that only several documents have, by their indices. */
export type Statistic = (at: Uint32Array) => number

/** `[n]`: every document once, for a statistic of all of them. */
export const everyIndex = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i)

/**
 * A statistic of all documents, its error the standard deviation over resamples (fixed seed, the same for all plans;
 * lm-evaluation-harness, api/metrics.py, bootstrap_stderr). Null of no documents or where it is not finite.
 */
export function bootstrapped(n: number, statistic: Statistic): Metric {
  if (n === 0) return { value: null, stderr: null }
  const value = statistic(everyIndex(n))
  if (n === 1 || !Number.isFinite(value)) return metric(value, null)
  const draws = resamples(n).map(statistic)
  return { ...metric(value, Math.sqrt(variance(draws))), stderrMethod: `bootstrap, ${BOOTSTRAP_DRAWS} draws` }
}

/** Uniform in 0..n-1, by CPython's generator (MT19937) from a seed. */
export function randomIndex(seed: number): (n: number) => number {
  const next32 = mersenneTwister(seed)
  return (n) => Math.floor((next32() / 2 ** 32) * n)
}

/** For the last few n, since a sweep asks for the same ones again. */
const drawn = new LRUCache<number, readonly Uint32Array[]>({ max: 8 })

/** `BOOTSTRAP_DRAWS` resamples of n documents. */
function resamples(n: number): readonly Uint32Array[] {
  const held = drawn.get(n)
  if (held) return held
  const index = randomIndex(SEED)
  const made = Array.from({ length: BOOTSTRAP_DRAWS }, () => Uint32Array.from({ length: n }, () => index(n)))
  drawn.set(n, made)
  return made
}

/** How often each document is in each draw, `[BOOTSTRAP_DRAWS * n]`. */
export function drawCounts(n: number): Uint16Array {
  const index = randomIndex(SEED)
  const counts = new Uint16Array(BOOTSTRAP_DRAWS * n)
  for (let d = 0; d < BOOTSTRAP_DRAWS; d++) for (let i = 0; i < n; i++) counts[d * n + index(n)]!++
  return counts
}
