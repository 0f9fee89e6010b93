import { describe, expect, it } from 'vitest'
import type { RunsTable } from '@contract/comparison'
import { runsData, runsLatex } from './runs-data'
import { runsReading } from './runs-reading'
import { orderOf } from './runs-table'

const table: RunsTable = {
  runs: ['one', 'base', 'other'].map((run) => ({ run, name: `${run}_run`, model: 'm' })),
  facts: [],
  rows: [
    {
      ...{ plan: 'skip(s=2)', task: 'sense', metric: 'acc', higherIsBetter: true },
      ...{ values: [0.25, 0.5, null], stderrs: [0.1, null, null], nDocs: [30, 40, 0], deltas: [null, 0, null] },
      ...{ nWanted: [32, 40, 0], affectedLayers: [3, 17, null] },
    },
  ],
  notComparable: [{ run: 'one', task: 'sense', why: 'documents' }],
}
const order = orderOf(table, 'base')

describe('compared runs outside the app', () => {
  it('are tidy: a row a run, none for what was not measured', () =>
    expect(runsData(table, table.rows, order, 'base').rows).toEqual([
      ['skip(s=2)', 'sense', 'acc', 1, 'base', 'base_run', 'm', 1, 17, 40, 40, 0.5, null, null, null],
      ['skip(s=2)', 'sense', 'acc', 1, 'one', 'one_run', 'm', 0, 3, 30, 32, 0.25, 0.1, null, 'documents'],
    ]))
  it('say in a report on what each value stands', () => {
    const words = {
      ...{ caption: 'c', plan: 'plan', task: 'task', metric: 'metric' },
      run: (r: { name: string }) => r.name,
      ...{ value: (v: number) => v.toFixed(2), error: (v: number) => v.toFixed(2), delta: (v: number) => v.toFixed(2) },
    }
    expect(runsReading(table, table.rows, order, words).rows[0]?.slice(3)).toEqual([
      '0.50, n 40, M 17',
      '0.25 ± 0.10 ≠, n 30/32, M 3',
      '–',
    ])
  })
  it('are set with booktabs, the baseline first, other documents marked', () => {
    const same = { ...table.rows[0]!, nDocs: [40, 40, 0], nWanted: [40, 40, 0], deltas: [-0.25, 0, null] }
    const text = runsLatex([...table.rows, { ...same, affectedLayers: [3, 3, null] }], order, {
      ...{ caption: 'c', plan: 'plan', task: 'task', metric: 'metric' },
      run: (r) => r.name,
      value: (v) => v.toFixed(2),
      error: (v) => v.toFixed(2),
      delta: (v) => v.toFixed(2).replace('-', '\u2212'),
    })
    expect(text).toContain('plan & task & metric & base\\_run & one\\_run & other\\_run \\\\')
    expect(text).toContain(
      'skip(s=2) & sense & acc & 0.50 {\\footnotesize $n$ 40} {\\footnotesize $M$ 17} & 0.25 {\\footnotesize $\\pm$ 0.10} $\\neq$ {\\footnotesize $n$ 30/32} {\\footnotesize $M$ 3} & -- \\\\',
    )
    expect(text).toContain(
      'skip(s=2) & sense & acc & 0.50 & 0.25 {\\footnotesize $\\pm$ 0.10} {\\footnotesize ($-$0.25)} & -- \\\\',
    )
  })
})
