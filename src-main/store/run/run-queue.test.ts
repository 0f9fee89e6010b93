import { beforeEach, expect, it } from 'vitest'
import { lock, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { RunOwnership } from './run-ownership'
import { WaitingRuns } from './run-queue'
import { RunRecords } from './run-records'
import { NO_COST } from './run-row'

let db: Database
let records: RunRecords
let waiting: WaitingRuns
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
  waiting = new WaitingRuns(db)
})
const order = (): string[] => waiting.list().map((r) => r.run)

it('runs wait in the order in which they came, until they are moved', () => {
  const [a, b, c] = [1, 2, 3].map((position) => {
    const run = records.create(newRun(db, [['full', '0 1']]), 'queued')
    db.prepare('UPDATE run SET queue_position = ? WHERE id = ?').run(position, run)
    return run
  }) as [string, string, string]
  expect(waiting.list()[0]).toEqual({ run: a, name: 'r', nPlans: 1 })
  waiting.put(c, { before: b })
  expect(order()).toEqual([a, c, b])
  waiting.put(a, 'last')
  expect(order()).toEqual([c, b, a])
  waiting.put(b, 'first')
  expect(order()).toEqual([b, c, a])
  waiting.put(b, { before: 'one that is gone' })
  expect(order()).toEqual([c, a, b])
})

it('one that is computed or done cannot wait; a paused one can', () => {
  const run = records.create(newRun(db))
  expect(() => waiting.put(run, 'last')).toThrowError(/is running: it cannot wait/)
  const ownership = new RunOwnership(db)
  ownership.finish(run, 'done', NO_COST)
  expect(() => waiting.put(run, 'last')).toThrowError(/is done: it cannot wait/)
  ownership.finish(run, 'paused', NO_COST)
  waiting.put(run, 'last')
  expect(order()).toEqual([run])
  expect(() => waiting.put('nowhere', 'last')).toThrowError(/there is no run/)
})

it('a move is whole or not at all where the database is held', () => {
  const runs = [1, 2].map(() => records.create(newRun(db), 'queued'))
  const before = order()
  const unlock = lock(db)
  expect(() => waiting.put(runs[1]!, 'first')).toThrowError(expect.objectContaining({ code: 'store.busy' }) as Error)
  expect(order()).toEqual(before)
  unlock()
})
