import { expect, it } from 'vitest'
import type { RunDetail } from '@contract/run'
import { madeRun } from '../../../test/support/figure-source'
import { rowState } from './row-state'
import { stripOf } from './run-strip'

const run = madeRun(['full', 'skip(s=2)'], () => 1)
const measured = (nDocs: number, nCached: number): RunDetail => ({
  ...run,
  measurements: run.measurements.map((m) => ({ ...m, nDocs, nCached })),
})

it('a row is stored, done, partial or waits', () => {
  expect([rowState(run, 0), rowState(run, 1)]).toEqual(['stored', 'done'])
  expect(rowState(measured(10, 10), 0)).toBe('partial')
  expect(rowState(measured(0, 0), 0)).toBe('waiting')
  expect(rowState({ ...run, measurements: run.measurements.slice(0, 1) }, 0)).toBe('partial')
})
it('the middle plan of its second text stands for a run', () => {
  expect(stripOf({ plans: ['full', 'skip(s=*)'], nLayers: 12 })).toEqual({ plan: 'skip(s=*)', schedule: '0..3 9..11' })
  expect(stripOf({ plans: ['full'], nLayers: 2 })).toEqual({ plan: 'full', schedule: '0 1' })
  expect(stripOf({ plans: ['full', 'skip(s=99)'], nLayers: 12 }).schedule).toBe('0')
})
