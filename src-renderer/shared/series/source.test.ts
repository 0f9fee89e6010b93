import { describe, expect, it } from 'vitest'
import { madeRun } from '../../../test/support/figure-source'
import { fullIndex, limitsOf, metricsOf, tasksOf } from './source'
import { letterOf, subjectsOf } from './subject'

describe('a run', () => {
  it.each([
    [1, '0..-1'],
    [1, '0'],
    [2, '0..-1'],
    [2, '0 1'],
    [16, '0..-1'],
    [30, 'full'],
  ])('the full model of %i layers, written %j', (nLayers, plan) => {
    expect(fullIndex(madeRun(['(_)', plan], (p) => p / 2, { nLayers }))).toBe(1)
  })
  it('has no full model where none was measured', () => expect(fullIndex(madeRun(['skip(s=2)'], () => 0.5))).toBe(-1))
  it('limits are told where documents were left out', () => {
    const run = madeRun(['full'], () => 1)
    expect(limitsOf([run])).toEqual([40])
    expect(tasksOf([run, run])).toEqual(['a', 'b'])
    expect([metricsOf([run], 'a'), metricsOf([run], null)]).toEqual(Array(2).fill(['acc', 'perplexity']))
  })
})

describe('subjects', () => {
  const run = madeRun(['full'], () => 1)
  it('are told apart by model, precision, BOS and tokenizer, and by nothing else', () => {
    const others = [
      { ...run, model: { ...run.model, fingerprint: 'g' }, place: 4 },
      { ...run, precision: 'bf16', place: 1 },
      { ...run, addBos: true, place: 2 },
      { ...run, tokenizer: 'u', place: 30 },
    ]
    expect(subjectsOf([run, ...others]).map((s) => s.letter)).toEqual(['a', 'e', 'b', 'c', 'ae'])
    const same = { ...run, entry: { ...run.entry, run: 'other' }, device: 'cuda' }
    expect(subjectsOf([run, same]).map((s) => s.runs.length)).toEqual([2])
  })
  it('of one name are named with what tells them apart', () => {
    expect(subjectsOf([run]).map((s) => s.name)).toEqual(['m'])
    expect(subjectsOf([run, { ...run, precision: 'bf16' }]).map((s) => s.name)).toEqual([
      'm (fp32, no BOS)',
      'm (bf16, no BOS)',
    ])
  })
  it('have letters without end', () =>
    expect([0, 25, 26, 701, 702].map(letterOf)).toEqual(['a', 'z', 'aa', 'zz', 'aaa']))
})
