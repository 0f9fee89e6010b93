import { describe, expect, it } from 'vitest'
import type { RunsTable } from '@contract/comparison'
import { runsData, runsLatex } from './runs-data'
import { orderOf } from './runs-table'

const table: RunsTable = {
  runs: ['one', 'base', 'other'].map((run) => ({ run, name: `${run}_run`, model: 'm' })),
  facts: [],
  rows: [
    {
      ...{ plan: 'skip(s=2)', task: 'sense', metric: 'acc', higherIsBetter: true },
      ...{ values: [0.25, 0.5, null], stderrs: [0.1, null, null], nDocs: [30, 40, 0], deltas: [-0.25, 0, null] },
    },
  ],
  notComparable: [{ run: 'one', task: 'sense', why: 'documents' }],
}
const order = orderOf(table, 'base')

describe('compared runs outside the app', () => {
  it('are tidy: a row a run, none for what was not measured', () =>
    expect(runsData(table, table.rows, order, 'base').rows).toEqual([
      ['skip(s=2)', 'sense', 'acc', 1, 'base', 'base_run', 'm', 1, 40, 0.5, null, null, null],
      ['skip(s=2)', 'sense', 'acc', 1, 'one', 'one_run', 'm', 0, 30, 0.25, 0.1, -0.25, 'documents'],
    ]))
  it('are set with booktabs, the baseline first, differences signed', () => {
    const text = runsLatex(table.rows, order, {
      ...{ caption: 'c', plan: 'plan', task: 'task', metric: 'metric' },
      value: (v) => v.toFixed(2),
      error: (v) => v.toFixed(2),
      delta: (v) => v.toFixed(2).replace('-', '\u2212'),
    })
    expect(text).toContain('plan & task & metric & base\\_run & one\\_run & other\\_run \\\\')
    expect(text).toContain(
      'skip(s=2) & sense & acc & 0.50 & 0.25 {\\footnotesize $\\pm$ 0.10} {\\footnotesize ($-$0.25)} & -- \\\\',
    )
  })
})
