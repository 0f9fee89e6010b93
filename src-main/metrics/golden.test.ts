import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chosen } from './accuracy'
import { computeMetrics } from './compute-metrics'
import { pairedStatistic } from './paired-metrics'
import { isAboveFloor, PointScorer } from './point-score'
import { holm, mcnemarExact, tangoInterval } from './paired-statistics'
import type { ScoredDocument } from './scored-document'
import type { Tally } from './tally'
import type { PointScore } from '../../src-preload/contract/common-scores'

type Flips = [rightToWrong: number, wrongToRight: number, n: number]
const { documents, marks, flips, expected } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../test/golden/metrics.json'), 'utf8'),
) as {
  documents: Record<'multiple' | 'single' | 'other', ScoredDocument[]>
  marks: { tasks: { floor: number; full: number[] }[]; plan: number[][] }
  flips: Flips[]
  expected: Record<string, unknown> & { paired: Record<'perplexity' | 'bits_per_byte', object> }
}

const NOT_SCORED = 2
const tallyOf = (own: number[]): Tally => ({
  scored: Uint8Array.from(own, (m) => Number(m !== NOT_SCORED)),
  numerators: Float64Array.from(own),
  denominators: new Float64Array(own.length).fill(1),
  valueOf: (ratio) => ratio,
  isMean: true,
  statistic: null,
})

/** The metrics of earlier versions. */
const NAMES = ['acc', 'acc_norm', 'perplexity', 'bits_per_byte'] as const

/** Made when the numbers of earlier versions were computed: stored runs and new ones must agree to the last bit. */
describe('values stay equal to the last bit', () => {
  it('all metrics', () => {
    expect(computeMetrics('multiple-choice', NAMES, documents.multiple)).toEqual(expected['multiple'])
    expect(computeMetrics('loglikelihood', NAMES, documents.single)).toEqual(expected['single'])
    const taken = (name: 'acc' | 'acc_norm') => documents.multiple.map((d) => chosen('multiple-choice', name, d))
    expect({ acc: taken('acc'), acc_norm: taken('acc_norm') }).toEqual(expected['chosen'])
  })
  it('normalised scores', () => {
    const tasks = marks.tasks.map(({ floor, full }) => ({ floor, full: tallyOf(full) }))
    const scorer = new PointScorer(
      tasks.map(({ floor, full }) => ({
        nDocs: full.scored.length,
        normaliser: { floor, full },
        full,
        isHigherBetter: true,
        isUsable: isAboveFloor(full, floor),
      })),
      'halves',
    )
    const { byTask, median } = scorer.score('one', [marks.plan.map(tallyOf)])
    const estimate = (p: PointScore | null) => p && { value: p.value, stderr: p.stderr }
    expect({
      byTask: byTask.map(estimate),
      median: estimate(median),
      nDocs: marks.plan.map((m) => m.filter((x) => x !== NOT_SCORED).length),
    }).toEqual(expected['normalised'])
    expect(tasks.map(({ full, floor }) => isAboveFloor(full, floor))).toEqual(expected['usable'])
  })
  it('paired statistics', () => {
    expect(flips.map(([b, c]) => mcnemarExact(b, c))).toEqual(expected['mcnemar'])
    expect(flips.map((f) => tangoInterval(...f))).toEqual(expected['tango'])
    expect(holm(flips.map(([b, c]) => mcnemarExact(b, c)))).toEqual(expected['holm'])
    const pairs = documents.single.map((d, i) => [d, documents.other[i]!] as const)
    for (const name of ['perplexity', 'bits_per_byte'] as const)
      expect(pairedStatistic(name, pairs)).toMatchObject(expected.paired[name])
  })
})
