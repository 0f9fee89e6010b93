import { describe, expect, it } from 'vitest'
import { decides, decidingMetrics, higherIsBetter, METRIC_NAMES, METRICS, primaryMetric } from './metrics'

describe('the registry of metrics', () => {
  it('knows the accuracy-like ones, in its own order', () => {
    expect(METRIC_NAMES.filter(decides)).toEqual(['acc', 'acc_norm', 'exact_match_strict', 'exact_match_flexible'])
    expect(decidingMetrics(['acc_norm', 'perplexity', 'acc'])).toEqual(['acc', 'acc_norm'])
  })
  it('judges a task by an accuracy where it has one', () => {
    expect(primaryMetric(['perplexity', 'acc'])).toBe('acc')
    expect(primaryMetric(['acc_norm'])).toBe('acc_norm')
    expect(primaryMetric(['bits_per_byte', 'perplexity'])).toBe('bits_per_byte')
    expect(primaryMetric([])).toBeUndefined()
  })
  it('has a best end of each range', () => {
    for (const name of METRIC_NAMES) expect(METRICS[name].range[higherIsBetter(name) ? 1 : 0]).toBeLessThan(Infinity)
  })
})
