import { describe, expect, it } from 'vitest'
import type { RunsTable } from '@contract/comparison'
import { runsData, runsLatex } from './runs-data'
import { runsReading } from './runs-reading'
import { orderOf } from './runs-table'

const table: RunsTable = {
  runs: ['one', 'base', 'other'].map((run) => ({
    ...{ run, name: `${run}_run`, status: 'done' as const, model: 'm', fingerprint: 'f' },
    ...{ nLayers: 18, precision: 'fp32', addBos: false },
  })),
  facts: [],
  rows: [
    {
      ...{ plan: 'skip(s=2)', task: 'sense', metric: 'acc', higherIsBetter: true, floor: 0.25 },
      ...{ values: [0.25, 0.5, null], stderrs: [0.1, null, null], nDocs: [30, 40, 0], deltas: [null, 0, null] },
      ...{ nWanted: [32, 40, 0], affectedLayers: [3, 17, null] },
    },
  ],
  notComparable: [{ run: 'one', task: 'sense', why: 'documents' }],
}
const order = orderOf(table, 'base')
const about = ['m', 'f', 18, 'fp32', 0, 'sense', 'acc', 1, 0.25, 'skip(s=2)']

describe('compared runs outside the app', () => {
  it('are tidy: a row a run, none for what was not measured', () =>
    expect(runsData(table, table.rows, order, 'base').rows).toEqual([
      [...about, 17, 0.5, null, null, 40, 40, null, null, 1, 'base', 'base_run', 'done'],
      [...about, 3, 0.25, 0.1, 'standard error over documents', 30, 32, null, 'documents', 0, 'one', 'one_run', 'done'],
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
