import { describe, expect, it } from 'vitest'
import { LabError } from '@contract/errors'
import { emptyDraft, type Draft } from './draft'
import { addPlan, removePlan, setVariantText, toggleModel, toggleTask, type DraftChange } from './draft-changes'
import { experimentOn, openExperiment, readExperiment } from './draft-experiment'
import { changed, present, started, type History } from './history'
import { readDraft, writeDraft } from './kept-draft'

const after = (draft: Draft, change: DraftChange | null): Draft => ({ ...draft, ...change?.patch })
const draft: Draft = { ...emptyDraft(), tasks: [{ task: 'sense' }] }

describe('changes of a draft', () => {
  it('take a plan in once, without spaces around it, and out again', () => {
    const more = after(draft, addPlan(draft, ' skip(s=2) '))
    expect(more.plans).toEqual(['full', 'skip(s=2)'])
    expect(addPlan(more, 'skip(s=2)')).toBeNull()
    expect(addPlan(more, ' ')).toBeNull()
    expect(after(more, removePlan(more, 'full')).plans).toEqual(['skip(s=2)'])
  })
  it('take tasks and models in and out, and say which it was', () => {
    const more = toggleTask(draft, 'recall')
    expect(more).toMatchObject({ what: 'step.addTask', params: { task: 'recall' } })
    expect(toggleTask(after(draft, more), 'sense')).toMatchObject({
      patch: { tasks: [{ task: 'recall' }] },
      what: 'step.removeTask',
    })
    const also = toggleModel(draft, 'tiny')
    expect(also.what).toBe('step.addModel')
    expect(toggleModel(after(draft, also), 'tiny')).toMatchObject({ patch: { also: [] }, what: 'step.removeModel' })
  })
  it('change the text of the variant at hand only', () => {
    const typed = after(draft, setVariantText(draft, 'reverse(s=1)'))
    expect(typed.variants).toEqual({ ...draft.variants, reverse: 'reverse(s=1)' })
  })
})

describe('the experiment of a draft', () => {
  it('is none without plans, without tasks, or where a value is not allowed', () => {
    expect(experimentOn('m', { ...draft, plans: [] })).toBeNull()
    expect(experimentOn('m', { ...draft, tasks: [] })).toBeNull()
    expect(experimentOn('m', { ...draft, device: 'tpu' })).toBeNull()
  })
  it('is opened as what it was saved from', () => {
    const whole: Draft = {
      ...draft,
      name: 'Loops',
      note: 'first',
      tags: ['paper'],
      plans: ['full', 'skip(s=*)'],
      tasks: [{ task: 'sense' }, { task: 'own', data: '/tmp/own.jsonl' }],
      limit: null,
      sample: { n: 100, seed: 3 },
      device: 'cpu',
    }
    const experiment = experimentOn('painter-16', whole)!
    expect(after(draft, openExperiment(readExperiment(JSON.parse(JSON.stringify(experiment)))))).toEqual(whole)
  })
  it('takes a limit where documents are not sampled', () => {
    expect(experimentOn('m', draft)).toMatchObject({ limit: 100 })
    expect(experimentOn('m', { ...draft, sample: { n: 5, seed: 0 } })).not.toHaveProperty('limit')
  })
  it('says what is wrong with a file', () => {
    expect(() => readExperiment({ model: 'm', plans: [] })).toThrow(LabError)
    expect(() => readExperiment({ model: 'm', plans: [], tasks: ['sense'] })).toThrow(/plans/)
  })
})

describe('a kept draft', () => {
  const long = (n: number): History<Draft> =>
    Array.from({ length: n }).reduce<History<Draft>>(
      (h, _, i) => changed(h, { state: { ...draft, note: `step ${i}` }, what: 'step.name', params: {}, at: i }),
      started(draft, 0),
    )

  it('is read as it was written', () => {
    const kept = { history: long(5), openId: 'a' }
    expect(readDraft(writeDraft(kept))).toEqual(kept)
  })
  it('loses its oldest steps where it is too long, never the present one', () => {
    const history = long(40)
    const text = writeDraft({ history, openId: null }, 20_000)
    expect(text.length).toBeLessThan(20_000)
    const read = readDraft(text)!
    expect(read.history.steps.length).toBeLessThan(history.steps.length)
    expect(present(read.history)).toEqual(present(history))
    expect(readDraft(writeDraft({ history, openId: null }, 1))!.history.steps).toHaveLength(1)
  })
  it('is none of another version; what an older one lacks, or what is no device any more, is filled in', () => {
    expect(readDraft('{"version":2,"steps":[{}],"index":0}')).toBeNull()
    expect(readDraft('{"version":1,"steps":[],"index":0}')).toBeNull()
    const older = Object.fromEntries(Object.entries(draft).filter(([key]) => key !== 'also'))
    const steps = [{ state: { ...older, device: 'gpu9' }, what: 'step.start', params: {}, at: 0 }]
    const read = readDraft(JSON.stringify({ version: 1, steps, index: 7 }))!
    expect(present(read.history)).toEqual({ ...draft, device: 'auto' })
  })
})
