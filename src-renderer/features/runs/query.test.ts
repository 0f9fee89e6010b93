import { describe, expect, it } from 'vitest'
import type { RunListEntry } from '@contract/run'
import { deltaOf, grouped, parseQuery, sorted } from './query'

const run = (change: Partial<RunListEntry>): RunListEntry => ({
  run: 'r',
  name: 'First look',
  status: 'done',
  model: 'SmolLM2',
  startedAt: '2026-01-01',
  finishedAt: null,
  nPlans: 3,
  tasks: ['arc_easy'],
  tags: [],
  note: '',
  archived: false,
  fingerprint: 'f',
  plans: ['skip(s=*)'],
  readout: 'loglikelihood',
  nLayers: 30,
  nDocs: 64,
  fraction: null,
  headline: { full: 0.6, others: 0.35 },
  ...change,
})

it('the other plans are told against full once all stand on the same documents', () => {
  expect(deltaOf(run({}))).toBeCloseTo(-0.25)
  expect(deltaOf(run({ status: 'interrupted' }))).toBeNull()
})

describe('the query box', () => {
  it.each([
    ['', true],
    ['smol', true],
    ['model:smol', true],
    ['model:llama', false],
    ['variant:skip', true],
    ['variant:reverse', false],
    ['status:done look', true],
    ['plans>2 layers:30', true],
    ['plans>3', false],
    ['documents<=64', true],
    ['acc>0.5', true],
    ['acc>.7', false],
    ['acc>0.3 delta<-0.2', true],
    ['delta>0', false],
    ['name:"first look"', true],
    ['tag:paper', false],
    ['what:ever', false],
  ])('%j', (query, want) => expect(parseQuery(query)(run({}))).toBe(want))
  it('sorts, and groups with a heading each; a run with two tags is in both', () => {
    const list = [run({ run: 'a', nPlans: 9, tags: ['x', 'y'] }), run({ run: 'b', nPlans: 2, tags: ['x'] })]
    expect(sorted(list, 'nPlans', false).map((r) => r.run)).toEqual(['b', 'a'])
    const scored = [
      run({ run: 'low', headline: { full: 0.2, others: null } }),
      run({ run: 'high', headline: { full: 0.9, others: 0.8 } }),
      run({ run: 'none', headline: { full: null, others: 0.8 } }),
    ]
    expect(sorted(scored, 'acc', true).map((r) => r.run)).toEqual(['high', 'low', 'none'])
    expect(sorted(scored, 'delta', true)[0]!.run).toBe('high')
    expect(grouped(list, 'tag').map((r) => (r.kind === 'group' ? `${r.name} ${r.n}` : r.run.run))).toEqual([
      'x 2',
      'a',
      'b',
      'y 1',
      'a',
    ])
  })
})
