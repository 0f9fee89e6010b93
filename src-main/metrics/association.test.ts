import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AssociationMetric } from '../../src-preload/contract/metrics'
import { association } from './association'
import { everyIndex } from './bootstrap'
import { computeMetrics } from './compute-metrics'
import { pairedStatistic } from './paired-metrics'
import type { ScoredDocument } from './scored-document'
import { inAll, tally, valueOver, valuesDrawn } from './tally'

/** scikit-learn's and SciPy's (build/golden/make_training.py). */
const golden = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../test/golden/association.json'), 'utf8'),
) as readonly {
  readonly right: readonly number[]
  readonly scores: readonly (readonly number[])[]
  readonly expected: Readonly<Record<AssociationMetric, number>>
}[]

const documentsOf = ({ right, scores }: (typeof golden)[number]): ScoredDocument[] =>
  right.map((target, i) => ({ target, loglikelihoods: scores[i]!, greedy: [], lengths: [], bytes: [] }))

describe('correlations', () => {
  it.each(golden)('$expected', (g) => {
    const documents = documentsOf(g)
    for (const [name, value] of Object.entries(g.expected))
      expect(association(name as AssociationMetric, documents)(everyIndex(documents.length))).toBeCloseTo(value, 12)
  })
  it('have an error by a bootstrap over documents, and none of a constant', () => {
    const [classes] = golden
    const { mcc } = computeMetrics('classification', ['mcc'], documentsOf(classes!))
    expect(mcc!.stderr).toBeGreaterThan(0.05)
    expect(mcc!.stderrMethod).toBe('bootstrap, 1000 draws')
    const same = documentsOf(classes!).map((d) => ({ ...d, loglikelihoods: [1] }))
    expect(computeMetrics('regression', ['pearson'], same).pearson).toMatchObject({ value: null, stderr: null })
  })
  it('over some of the documents, and over draws with repeats, are of those alone', () => {
    const values = golden.at(-1)!
    const documents = documentsOf(values)
    const own = tally('regression', 'spearman', [...documents, null])
    const at = inAll([own], documents.length + 1)
    expect(valueOver(own, at)).toBeCloseTo(values.expected.spearman, 12)
    const some = Uint32Array.of(0, 2, 3, 5)
    const alone = association(
      'spearman',
      [0, 2, 3, 5].map((i) => documents[i]!),
    )(everyIndex(4))
    expect(valueOver(own, some)).toBeCloseTo(alone, 12)
    const counts = Uint16Array.of(2, 1, 0, 1, 1, 0, 0)
    const repeated = association(
      'spearman',
      [0, 0, 1, 3, 4].map((i) => documents[i]!),
    )(everyIndex(5))
    expect([...valuesDrawn(own, at, counts)]).toEqual([expect.closeTo(repeated, 12)])
  })
  it('of two plans are compared by their difference', () => {
    const documents = documentsOf(golden[0]!)
    const worse = documents.map((d) => ({ ...d, loglikelihoods: d.loglikelihoods.toReversed() }))
    const { a, b, delta, p, interval, ratio } = pairedStatistic(
      'mcc',
      documents.map((d, i) => [d, worse[i]!]),
    )
    expect(b).toBeCloseTo(-a!, 12)
    expect(delta).toBeCloseTo(-2 * a!, 12)
    expect([p! < 0.05, interval![1] < 0, ratio]).toEqual([true, true, null])
  })
})
