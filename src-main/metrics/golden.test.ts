import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '../../src-preload/contract/metrics'
import { chosen } from './accuracy'
import { computeMetrics } from './compute-metrics'
import { isUsable, Normaliser } from './normalised-score'
import { pairedLoss } from './paired-metrics'
import { holm, mcnemarExact, tangoInterval } from './paired-statistics'
import type { ScoredDocument } from './scored-document'

type Flips = [rightToWrong: number, wrongToRight: number, n: number]
const { documents, marks, flips, expected } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../test/golden/metrics.json'), 'utf8'),
) as {
  documents: Record<'multiple' | 'single' | 'other', ScoredDocument[]>
  marks: { tasks: { floor: number; full: number[] }[]; plan: number[][] }
  flips: Flips[]
  expected: Record<string, unknown> & { paired: Record<'perplexity' | 'bits_per_byte', object> }
}

/** Made when the numbers of earlier versions were computed: stored runs and new ones must agree to the last bit. */
describe('values stay equal to the last bit', () => {
  it('all metrics', () => {
    expect(computeMetrics('multiple-choice', METRIC_NAMES, documents.multiple)).toEqual(expected['multiple'])
    expect(computeMetrics('loglikelihood', METRIC_NAMES, documents.single)).toEqual(expected['single'])
    const taken = (name: 'acc' | 'acc_norm') => documents.multiple.map((d) => chosen('multiple-choice', name, d))
    expect({ acc: taken('acc'), acc_norm: taken('acc_norm') }).toEqual(expected['chosen'])
  })
  it('normalised scores', () => {
    const tasks = marks.tasks.map(({ floor, full }) => ({ floor, full: Uint8Array.from(full) }))
    const plan = marks.plan.map((m) => Uint8Array.from(m))
    expect(new Normaliser(tasks).score(plan)).toEqual(expected['normalised'])
    expect(tasks.map(({ full, floor }) => isUsable(full, floor))).toEqual(expected['usable'])
  })
  it('paired statistics', () => {
    expect(flips.map(([b, c]) => mcnemarExact(b, c))).toEqual(expected['mcnemar'])
    expect(flips.map((f) => tangoInterval(...f))).toEqual(expected['tango'])
    expect(holm(flips.map(([b, c]) => mcnemarExact(b, c)))).toEqual(expected['holm'])
    const pairs = documents.single.map((d, i) => [d, documents.other[i]!] as const)
    for (const name of ['perplexity', 'bits_per_byte'] as const)
      expect(pairedLoss(name, pairs)).toMatchObject(expected.paired[name])
  })
})
