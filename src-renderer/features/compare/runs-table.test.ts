import { describe, expect, it } from 'vitest'
import type { RunsTable } from '@contract/comparison'
import { madeRun } from '../../../test/support/figure-source'
import {
  affectedOf,
  hasOtherDocuments,
  notComparable,
  orderOf,
  pairOf,
  rowsOf,
  toneOfDelta,
  whyNot,
  type ComparedRow,
} from './runs-table'

const row = (plan: string, task: string, values: (number | null)[]) => ({ plan, task, metric: 'acc', values })
const table = {
  runs: [{ run: 'one' }, { run: 'base' }, { run: 'two' }],
  rows: [row('full', 'sense', [1, 1, 1]), row('skip(s=2)', 'recall', [0.5, null, null])],
  notComparable: [
    { run: 'two', task: 'sense', why: 'documents' },
    { run: 'two', task: 'recall', why: 'documents' },
  ],
} as unknown as RunsTable

describe('the table of compared runs', () => {
  it('has the baseline first, with each run’s own place in a row', () => {
    expect(orderOf(table, 'base').map((r) => [r.run, r.i])).toEqual([
      ['base', 1],
      ['one', 0],
      ['two', 2],
    ])
    expect(orderOf(null, 'base')).toEqual([])
  })
  it('shows what is searched for, and what several have', () => {
    const plans = (search: string, onlyShared: boolean) => rowsOf(table, search, onlyShared).map((r) => r.plan)
    expect(plans('', false)).toEqual(['full', 'skip(s=2)'])
    expect(plans('', true)).toEqual(['full'])
    expect(plans('SKIP recall', false)).toEqual(['skip(s=2)'])
    expect(plans('skip sense', false)).toEqual([])
  })
  it('tells a reason once a run', () => {
    expect(notComparable(table)).toEqual([{ run: 'two', why: 'documents', tasks: ['sense', 'recall'] }])
    expect(whyNot(table, 'two', 'sense')).toBe('documents')
    expect(whyNot(table, 'one', 'sense')).toBeNull()
  })
  it('tells documents where they differ or a run is not done, and affected layers where the models differ', () => {
    const order = orderOf(table, 'base')
    const made = (nDocs: number[], nWanted: number[], affectedLayers: number[]) =>
      ({ ...table.rows[0], nDocs, nWanted, affectedLayers }) as unknown as ComparedRow
    const like = made([8, 8, 8], [8, 8, 8], [3, 3, 3])
    expect(hasOtherDocuments(like, order)).toBe(false)
    expect(hasOtherDocuments(made([16, 16, 16], [16, 32, 16], [3, 3, 3]), order)).toBe(true)
    expect(hasOtherDocuments(made([8, 10, 8], [8, 10, 8], [3, 3, 3]), order)).toBe(true)
    expect(order.map((run) => affectedOf(like, run, order))).toEqual([null, null, null])
    const other = made([8, 8, 8], [8, 8, 8], [3, 17, 3])
    expect(order.map((run) => affectedOf(other, run, order))).toEqual([17, 3, 3])
  })
  it('leads to a pair where both runs have the plan', () => {
    const details = ['one', 'two'].map((fingerprint, i) =>
      madeRun(i === 0 ? ['full', 'skip(s=2)'] : ['full'], () => 1, { fingerprint }),
    )
    const pair = (plan: string, run: string) => pairOf(details, plan, 'r-one', run)
    expect(pair('full', 'r-two')).toEqual([
      { run: 'r-one', plan: 0 },
      { run: 'r-two', plan: 0 },
    ])
    expect([pair('skip(s=2)', 'r-two'), pair('full', 'r-one'), pair('full', 'gone')]).toEqual([null, null, null])
  })
  it('colours by what is better', () =>
    expect([toneOfDelta(1, true), toneOfDelta(1, false), toneOfDelta(-1, false), toneOfDelta(0, true)]).toEqual([
      'better',
      'worse',
      'better',
      'soft',
    ]))
})
