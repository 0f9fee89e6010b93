import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { scoredSamples } from '../../src-preload/contract/sample'

/** The same measurements, every loglikelihood within 1e-4 of the other. */
export function expectEqualScores(a: RunResult, b: RunResult): void {
  expect(a.measurements.length).toBe(b.measurements.length)
  a.measurements.forEach((m, i) => {
    const other = b.measurements[i]!
    expect([m.plan, m.task, m.nDocs]).toEqual([other.plan, other.task, other.nDocs])
    const wanted = scoredSamples(other.samples)
    scoredSamples(m.samples).forEach((s, k) =>
      s.loglikelihoods.forEach((l, c) => {
        const want = wanted[k]!.loglikelihoods[c]!
        expect(Math.abs(l! - want)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(want)))
      }),
    )
  })
}
