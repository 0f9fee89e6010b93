import { expect, it } from 'vitest'
import type { Measurement } from '../../src-preload/contract/measurement'
import { GLUE_GROUP } from '../tasks/glue/task'
import { groupScores } from './group-scores'

const measured = (plan: string, task: string, value: number, stderr: number, nDocs: number): Measurement => ({
  ...{ plan, schedule: plan, affectedLayers: null, task, nDocs, nDocsTotal: nDocs, nCached: 0 },
  metrics: { acc: { value, stderr } },
})
const all = [
  measured('full', 'a', 0.5, 0.16, 10),
  measured('full', 'b', 0.25, 0.09, 24),
  measured('full', 'c', 1, 0, 5),
  measured('skip(s=2)', 'a', 0.5, 0.16, 10),
]
const group = (bySize: boolean) => ({
  group: 'g',
  tasks: ['a', 'b', 'c'],
  scores: [{ metric: 'acc' as const, bySize }],
})

it('are lm-evaluation-harness’s, by size and each task alike; none of a plan that lacks a task', () => {
  // lm_eval 0.4.13: aggregate_subtask_metrics, pooled_sample_stderr, unweighted_mean_stderr
  const [bySize, ...others] = groupScores([group(true)], all)
  expect(others).toEqual([])
  expect(bySize).toMatchObject({ plan: 'full', metric: 'acc', nDocs: 39 })
  expect(bySize!.value).toBeCloseTo(0.41025641025641024, 14)
  expect(bySize!.stderr).toBeCloseTo(0.06946683399753457, 14)
  const [alike] = groupScores([group(false)], all)
  expect(alike!.value).toBeCloseTo(0.5833333333333334, 14)
  expect(alike!.stderr).toBeCloseTo(0.0611918658356194, 14)
})

it('of GLUE is the plain mean of each task’s first metric', () => {
  const metrics = { mcc: 0.4, acc_f1: 0.8, acc: 0.9, pearson_spearman: 0.6 }
  const own = GLUE_GROUP.tasks.map((task): Measurement => {
    const named = Object.entries(metrics).map(([name, value]) => [name, { value, stderr: 0.1 }])
    return { ...measured('full', task, 0, 0, 10), metrics: Object.fromEntries(named) }
  })
  const [score, ...others] = groupScores([GLUE_GROUP], own)
  expect(others).toEqual([])
  expect(score).toMatchObject({ group: 'glue', metric: 'average', nDocs: 70 })
  // cola, mrpc, qnli, rte, sst2, stsb, wnli
  expect(score!.value).toBeCloseTo((0.4 + 0.8 + 0.9 + 0.9 + 0.9 + 0.6 + 0.9) / 7, 14)
  expect(score!.stderr).toBeCloseTo(Math.sqrt(7 * 0.01) / 7, 14)
  expect(groupScores([GLUE_GROUP], own.slice(1))).toEqual([])
})
