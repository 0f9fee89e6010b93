import { describe, expect, it } from 'vitest'
import { holm, mcnemarExact, pairedBootstrap, tangoInterval } from './paired-statistics'

describe('paired statistics', () => {
  // scipy.stats.binomtest(min, n, 0.5).pvalue
  it.each([
    [8, 1, 0.0390625],
    [0, 4, 0.125],
    [5, 2, 0.453125],
    [2, 0, 0.5],
    [2, 6, 0.2890625],
    [0, 0, 1],
    [3, 3, 1],
    [30, 10, 0.0022214337732293643],
  ])('McNemar, %i and %i flips', (b, c, p) => expect(mcnemarExact(b, c)).toBeCloseTo(p, 9))

  it("Tango's interval ends where the score, its nuisance parameter found by brute force, is 1.96", () => {
    for (const [b, c, n] of [
      [8, 1, 64],
      [0, 4, 40],
      [5, 2, 40],
      [12, 9, 200],
    ] as const) {
      const likelihood = (q21: number, delta: number): number => {
        const [up, same] = [q21 + delta, 1 - 2 * q21 - delta]
        const part = (k: number, p: number): number => (k === 0 ? 0 : k * Math.log(p))
        return q21 < 0 || up < 0 || same < 0 ? -Infinity : part(b, q21) + part(c, up) + part(n - b - c, same)
      }
      const interval = tangoInterval(b, c, n)
      for (const delta of interval) {
        let best = 0
        let most = -Infinity
        for (let q = 0; q <= 1; q += 1e-5) {
          const value = likelihood(q, delta)
          if (value > most) [best, most] = [q, value]
        }
        const z = (c - b - n * delta) / Math.sqrt(n * (2 * best + delta * (1 - delta)))
        expect(Math.abs(z)).toBeCloseTo(1.96, 2)
      }
      expect(interval[0]).toBeLessThan((c - b) / n)
      expect(interval[1]).toBeGreaterThan((c - b) / n)
    }
  })

  it('Holm: multiplies from the smallest down, keeps the order, leaves gaps alone', () => {
    expect(holm([0.01, null, 0.04, 0.03])).toEqual([0.03, null, 0.06, 0.06])
    expect(holm([0.5, 0.9])).toEqual([1, 1])
  })

  it('the paired bootstrap finds a difference that is there, and none that is not', () => {
    const differences = Array.from({ length: 60 }, (_, i) => 0.2 + Math.sin(i * 12.9898) * 0.5)
    const mean = (indices: Uint32Array): number => indices.reduce((s, i) => s + differences[i]!, 0) / indices.length
    const found = pairedBootstrap(60, mean, 0)!
    expect(found.interval[0]).toBeGreaterThan(0)
    expect(found.p).toBeLessThan(0.01)
    const centred = (indices: Uint32Array): number => mean(indices) - mean(Uint32Array.from(differences, (_, i) => i))
    expect(pairedBootstrap(60, centred, 0)!.p).toBeGreaterThan(0.5)
    // the standard error of a mean: sd / sqrt(n), by the width of the interval
    const m = differences.reduce((a, b) => a + b) / 60
    const sd = Math.sqrt(differences.reduce((s, v) => s + (v - m) ** 2, 0) / 60)
    expect((found.interval[1] - found.interval[0]) / (2 * 1.96)).toBeCloseTo(sd / Math.sqrt(60), 2)
    expect(pairedBootstrap(1, mean, 0)).toBeNull()
  })
})
