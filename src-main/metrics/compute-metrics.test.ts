import { describe, expect, it } from 'vitest'
import { computeMetrics } from './compute-metrics'
import type { ScoredDocument } from './scored-document'

const doc = (
  target: number,
  loglikelihoods: number[],
  lengths = loglikelihoods.map(() => 1),
  greedy = [false],
): ScoredDocument => ({ target, loglikelihoods, lengths, greedy, bytes: lengths })

describe('metrics', () => {
  it('acc and acc_norm: the first of equal choices wins; lengths divide', () => {
    const docs = [doc(0, [-2, -2]), doc(1, [-2, -2]), doc(1, [-2, -3], [1, 3]), doc(0, [-1, -9])]
    const { acc, acc_norm } = computeMetrics('multiple-choice', ['acc', 'acc_norm'], docs)
    expect(acc!.value).toBe(0.5)
    // sample standard deviation over sqrt(n)
    expect(acc!.stderr).toBeCloseTo(Math.sqrt((4 * 0.25) / 3 / 4), 12)
    expect(acc_norm!.value).toBe(0.75)
  })

  it('perplexity is exp of minus the mean; its error a bootstrap that agrees with the delta method where that holds', () => {
    const values = Array.from({ length: 500 }, (_, i) => -2 + Math.sin(i * 12.9898) * 0.5)
    const { perplexity } = computeMetrics(
      'loglikelihood',
      ['perplexity'],
      values.map((v) => doc(0, [v])),
    )
    const mean = values.reduce((a, b) => a + b) / 500
    const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / 499)
    expect(perplexity!.value).toBeCloseTo(Math.exp(-mean), 10)
    expect(perplexity!.stderr! / ((Math.exp(-mean) * sd) / Math.sqrt(500))).toBeCloseTo(1, 1)
    expect(perplexity!.stderrMethod).toBe('bootstrap, 1000 draws')
  })

  it('bits per byte', () => {
    const { bits_per_byte } = computeMetrics(
      'loglikelihood',
      ['bits_per_byte'],
      [doc(0, [-Math.LN2 * 6], [3]), doc(0, [-Math.LN2 * 2], [1])],
    )
    expect(bits_per_byte!.value).toBeCloseTo(2, 12)
  })

  it('what is not finite is null, with its count', () => {
    const { perplexity } = computeMetrics('loglikelihood', ['perplexity'], [doc(0, [NaN]), doc(0, [-1])])
    expect(perplexity).toEqual({ value: null, stderr: null, nNotFinite: 1 })
    expect(computeMetrics('loglikelihood', ['perplexity'], [doc(0, [-1e6])]).perplexity).toMatchObject({ value: null })
    expect(computeMetrics('multiple-choice', ['acc'], [doc(0, [-1, -2])]).acc).toEqual({ value: 1, stderr: null })
    expect(computeMetrics('multiple-choice', ['acc'], [])).toEqual({ acc: { value: null, stderr: null } })
  })

  it('perplexity of whole texts, over all their words or bytes', () => {
    const text = (loglikelihood: number, words: number, bytes: number): ScoredDocument => ({
      ...{ target: 0, loglikelihoods: [loglikelihood], greedy: [false] },
      ...{ lengths: [words], bytes: [bytes] },
    })
    const documents = [text(-30, 10, 40), text(-90, 20, 110)]
    const metrics = computeMetrics('rolling', ['word_perplexity', 'byte_perplexity', 'bits_per_byte'], documents)
    // exp(120 / 30), exp(120 / 150), 120 / 150 / ln 2
    expect(metrics.word_perplexity?.value).toBeCloseTo(54.598150033144236, 12)
    expect(metrics.byte_perplexity?.value).toBeCloseTo(2.225540928492468, 12)
    expect(metrics.bits_per_byte?.value).toBeCloseTo(1.1541560327111708, 12)
  })
})
