import { describe, expect, it } from 'vitest'
import { madeSource, RAW } from '../../../test/support/figure-source'
import { floorOf, fullScore, scoreOf } from './score'
import { fullIndex, limitsOf, metricsOf, tasksOf } from './source'

describe('a source', () => {
  it.each([
    [1, '0..-1'],
    [1, '0'],
    [2, '0..-1'],
    [2, '0 1'],
    [16, '0..-1'],
    [30, 'full'],
  ])('the full model of %i layers, written %j', (nLayers, plan) => {
    const source = madeSource(['(_)', plan], (p) => p / 2, { nLayers })
    expect(fullIndex(source.run)).toBe(1)
    expect(fullScore(source, RAW.choice)).toBe(0.5)
  })
  it('has no full model where none was measured', () => {
    const source = madeSource(['skip(s=2)'], () => 0.5)
    expect([fullIndex(source.run), fullScore(source, RAW.choice)]).toEqual([-1, null])
  })
  it('limits are told where documents were left out', () => {
    const { run } = madeSource(['full'], () => 1)
    expect(limitsOf([run])).toEqual([40])
    expect(tasksOf([run, run])).toEqual(['a', 'b'])
    expect([metricsOf([run], 'a'), metricsOf([run], null)]).toEqual(Array(2).fill(['acc', 'perplexity']))
  })
})

describe('a score', () => {
  const source = madeSource(['full'], (_, t) => 0.5 + t / 10)
  it('is stored, or normalised, with its error and documents', () => {
    expect(scoreOf(source, 0, RAW.choice)).toMatchObject({ value: 0.5, error: 0.05, nDocs: 40, isStored: true })
    const normalised = { ...RAW.choice, score: 'normalised' as const }
    expect(scoreOf(source, 0, { ...normalised, task: 'b' })).toMatchObject({ value: 0.6, error: 0.1, nDocs: 40 })
    expect(scoreOf(source, 0, { ...normalised, task: 'median' })).toMatchObject({ value: 0.55, nDocs: 80 })
  })
  it('is null where there is none', () => {
    expect(scoreOf(source, 0, { ...RAW.choice, task: 'other' })).toBeNull()
    expect(scoreOf(source, 0, { ...RAW.choice, metric: 'bits_per_byte' })).toBeNull()
    expect(scoreOf({ ...source, normalised: null }, 0, { ...RAW.choice, score: 'normalised' })).toBeNull()
  })
  it('guessing has a value of what can be right or wrong only', () => {
    expect(floorOf(source.run, RAW.choice, {})).toBe(0.25)
    expect(floorOf(source.run, RAW.choice, { a: 0.5 })).toBe(0.5)
    expect(floorOf(source.run, { ...RAW.choice, metric: 'perplexity' }, {})).toBeNull()
  })
})
