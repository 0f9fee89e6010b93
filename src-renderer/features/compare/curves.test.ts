import { describe, expect, it } from 'vitest'
import { byTask } from '@/features/figures/definitions/by-task'
import { byModel } from '@/shared/series/by-model'
import { subjectsOf } from '@/shared/series/subject'
import { madeRun } from '../../../test/support/figure-source'
import { runSubjects } from './curves'

const PLANS = ['full', 'skip(s=2)', 'skip(s=3)']
const AXIS = { x: 'layers', loops: 'best' } as const
const one = madeRun(PLANS, () => 1, { fingerprint: 'one', place: 0 })
const two = madeRun(PLANS, () => 1, { fingerprint: 'two', place: 3 })
const again = { ...two, entry: { ...two.entry, run: 'again' } }
const looks = (subjects: ReturnType<typeof subjectsOf>): Record<string, number> =>
  Object.fromEntries(byModel(subjects, 'skip', AXIS).lines.map((l) => [l.subject.letter, l.dash]))

describe('what tells lines apart', () => {
  it('is a model’s own, whatever else is ticked and in which order', () => {
    expect(looks(subjectsOf([one, two]))).toEqual({ a: 0, d: 3 })
    expect(looks(subjectsOf([two]))).toEqual({ d: 3 })
    expect(looks(runSubjects([two, one]))).toEqual(looks(subjectsOf([one, two])))
  })
  it('is a run’s own where several are of one model', () =>
    expect(looks(runSubjects([two, one, again]))).toEqual({ a: 0, d: 3, d2: 4 }))
  it('is a task’s own, whichever tasks a run has', () => {
    const only = { ...one, tasks: one.tasks.slice(1) }
    const dashes = (run: typeof one): unknown =>
      byTask(subjectsOf([run])[0]!, 'skip', { ...AXIS, score: 'raw', by: 'model' }).lines.map((l) => [
        l.name.text,
        l.dash,
      ])
    expect(dashes(one)).toEqual([
      ['a', 0],
      ['b', 1],
    ])
    expect(dashes(only)).toEqual([['b', 1]])
  })
})
