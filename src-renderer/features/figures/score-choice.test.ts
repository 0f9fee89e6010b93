import { describe, expect, it } from 'vitest'
import { madeRun, madeScored, NORMALISED, RAW } from '../../../test/support/figure-source'
import { countMeasured, documentCounts, metricShown, shownTask } from './score-choice'

const run = madeRun(['full', 'skip(s=2)'], () => 0.5)
const scored = madeScored([run], [], NORMALISED)

describe('a remembered choice', () => {
  it('of a task counts where the runs have it', () => {
    expect(shownTask(['a', 'b'], 'b', 'raw')).toBe('b')
    expect(shownTask(['a', 'b'], 'median', 'raw')).toBe('a')
    expect(shownTask(['a', 'b'], 'c', 'normalised')).toBe('median')
    expect(shownTask([], 'c', 'raw')).toBe('')
  })
  it('of a metric is that of the numbers, whatever was chosen', () => {
    expect(metricShown(scored, 'a', 'perplexity')).toBe('acc')
    const raw = madeScored([run], [], { ...RAW, choice: { ...RAW.choice, metric: 'perplexity' } })
    expect(metricShown(raw, 'a', 'perplexity')).toBe('perplexity')
    expect(metricShown(null, 'a', 'perplexity')).toBe('perplexity')
  })
})

it('measurements are counted, and those from the store', () =>
  expect(countMeasured(scored)).toEqual({ all: 4, stored: 2 }))
it('documents are told where there are more', () => expect(documentCounts(scored, ['median'])).toEqual([40]))
