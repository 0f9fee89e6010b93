/**
 * CPython's `random.seed(seed); random.shuffle(items)`, so that `random(s=…,seed=…)` gives the order of the paper's code.
 * MT19937 after Matsumoto and Nishimura (1998); the drawing of bounded integers after CPython's Lib/random.py
 * (`_randbelow_with_getrandbits`).
 */
export function pythonShuffle<T>(items: readonly T[], seed: number): T[] {
  const below = bounded(seed)
  const shuffled = [...items]
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = below(i + 1)
    const held = shuffled[i] as T
    shuffled[i] = shuffled[j] as T
    shuffled[j] = held
  }
  return shuffled
}

/**
 * CPython's `rnd = random.Random(seed)`, whose `rnd.sample(range(n), k)` each call gives: one after another of the same
 * sequence (Lib/random.py, `sample`).
 */
export function pythonSampler(seed: number): (n: number, k: number) => number[] {
  const below = bounded(seed)
  return (n, k) => {
    if (k > n) throw new RangeError(`a sample of ${k} is larger than the ${n} it is drawn from`)
    const smallest = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0)
    if (n <= smallest) {
      const pool = Array.from({ length: n }, (_, i) => i)
      return Array.from({ length: k }, (_, i) => {
        const j = below(n - i)
        const drawn = pool[j] as number
        pool[j] = pool[n - i - 1] as number
        return drawn
      })
    }
    const taken = new Set<number>()
    while (taken.size < k) taken.add(below(n))
    return [...taken]
  }
}

/** Integers from 0 to n - 1, each call the next of a seed's sequence. */
function bounded(seed: number): (n: number) => number {
  const next32 = mersenneTwister(seed)
  return (n) => {
    const bits = 32 - Math.clz32(n)
    for (;;) {
      const drawn = next32() >>> (32 - bits)
      if (drawn < n) return drawn
    }
  }
}

const N = 624
const M = 397

/** @param seed an integer from 0 to 2^32 - 1, used as the one-word key of `init_by_array` */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(N)
  state[0] = 19650218
  for (let i = 1; i < N; i++) {
    const previous = at(state, i - 1)
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
  }
  let i = 1
  const carry = (): void => {
    if (++i >= N) {
      state[0] = at(state, N - 1)
      i = 1
    }
  }
  for (let k = 0; k < N; k++) {
    const previous = at(state, i - 1)
    state[i] = (at(state, i) ^ Math.imul(previous ^ (previous >>> 30), 1664525)) + seed
    carry()
  }
  for (let k = 0; k < N - 1; k++) {
    const previous = at(state, i - 1)
    state[i] = (at(state, i) ^ Math.imul(previous ^ (previous >>> 30), 1566083941)) - i
    carry()
  }
  state[0] = 0x80000000

  let index = N
  return () => {
    if (index >= N) {
      for (let k = 0; k < N; k++) {
        const y = (at(state, k) & 0x80000000) | (at(state, (k + 1) % N) & 0x7fffffff)
        state[k] = at(state, (k + M) % N) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
      }
      index = 0
    }
    let y = at(state, index++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}

const at = (a: Uint32Array, i: number): number => a[i] as number
