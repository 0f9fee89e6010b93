import { describe, expect, it } from 'vitest'
import { madeSource } from '../../../test/support/figure-source'
import { countMeasured, leftOutOf, metricShown, normalisedBy, shownTask } from './score-choice'

const source = madeSource(['full', 'skip(s=2)'], () => 0.5)

describe('a remembered choice', () => {
  it('of a task counts where the runs have it', () => {
    expect(shownTask(['a', 'b'], 'b', 'raw')).toBe('b')
    expect(shownTask(['a', 'b'], 'median', 'raw')).toBe('a')
    expect(shownTask(['a', 'b'], 'c', 'normalised')).toBe('median')
    expect(shownTask([], 'c', 'raw')).toBe('')
  })
  it('of a metric counts where the task has it', () => {
    expect(metricShown([source], 'a', 'perplexity')).toBe('perplexity')
    expect(metricShown([source], 'median', 'bits_per_byte')).toBe('acc')
    expect(metricShown([], 'a', 'perplexity')).toBe('acc')
  })
  it('another accuracy is normalised for every task', () => {
    expect(normalisedBy(['a', 'b'], 'acc_norm')).toEqual({ a: 'acc_norm', b: 'acc_norm' })
    expect(normalisedBy(['a'], 'acc')).toEqual({})
    expect(normalisedBy(['a'], 'perplexity')).toEqual({})
  })
})

it('what the median leaves out is told by task', () => {
  const [, why] = [null, 'floor'] as const
  const normalised = { ...source.normalised!, leftOut: [null, why], full: [1, 0.3] }
  expect(leftOutOf({ ...source, normalised })).toEqual([{ why: 'floor', task: 'b', run: 'run of m', full: 0.3 }])
  expect(leftOutOf({ ...source, normalised: null })).toEqual([])
})
it('measurements are counted, and those from the store', () =>
  expect(countMeasured([source])).toEqual({ all: 4, stored: 2 }))
