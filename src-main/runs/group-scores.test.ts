import { expect, it } from 'vitest'
import type { Measurement } from '../../src-preload/contract/measurement'
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
