import { describe, expect, it } from 'vitest'
import { madeRun } from '../../../test/support/figure-source'
import { runData, runLatex, runReading } from './run-data'

const run = madeRun(['full', 'skip(s=2)'], (plan, task) => (plan === 1 && task === 1 ? NaN : 0.5))

describe('a run’s table outside the app', () => {
  it('is tidy: a row a plan, task and metric that are measured', () => {
    const { columns, rows } = runData(run)
    const at = (name: string): number => columns.indexOf(name)
    expect(rows.map((r) => [r[at('plan')], r[at('task')], r[at('metric')]])).toEqual([
      ['full', 'a', 'acc'],
      ['full', 'a', 'perplexity'],
      ['full', 'b', 'acc'],
      ['full', 'b', 'perplexity'],
      ['skip(s=2)', 'a', 'acc'],
      ['skip(s=2)', 'a', 'perplexity'],
    ])
    expect(rows[0]?.slice(at('value'))).toEqual([0.5, 0.05, 'standard error over documents', 40, 40])
  })
  it('is read as it stands on the page: value and error, a dash for what is not measured', () => {
    const { head, rows } = runReading(run, {
      ...{ caption: 'c', plan: 'plan', metricOf: () => 'acc' },
      value: (v) => v.toFixed(3),
      error: (v) => v.toFixed(3),
    })
    expect(head).toEqual(['plan', 'M', 'a, acc, n\u00a0=\u00a040', 'b, acc, n\u00a0=\u00a040'])
    expect(rows[1]).toEqual(['skip(s=2)', rows[1]?.[1], '0.500 ± 0.050', '–'])
    expect(rows).toHaveLength(2)
  })
  it('is set with booktabs: errors small, a dash for what is not measured', () => {
    const text = runLatex(run, {
      ...{ caption: 'c', plan: 'plan', metricOf: () => 'acc' },
      value: (v) => v.toFixed(3),
      error: (v) => v.toFixed(3),
    })
    expect(text).toContain('plan & $M$ & a & b \\\\')
    expect(text).toContain('& 0.500 {\\footnotesize $\\pm$ 0.050} & -- \\\\')
  })
})
