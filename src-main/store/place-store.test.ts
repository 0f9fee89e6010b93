import { beforeEach, expect, it } from 'vitest'
import { newDatabase, newRun } from '../../test/support/store'
import type { Database } from './database'
import { PlaceStore } from './place-store'
import { RunRecords } from './run/run-records'

let db: Database
let records: RunRecords
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
})

function runOn(task: string, precision: 'fp32' | 'bf16', createdAt: string): string {
  const run = newRun(db)
  const id = records.create({ ...run, precision, tasks: run.tasks.map((t) => ({ ...t, task })) })
  db.prepare('UPDATE run SET created_at = ? WHERE id = ?').run(createdAt, id)
  return id
}
const placeOf = (id: string): number => {
  const { fingerprint, precision, addBos, tokenizer } = records.get(id)
  return new PlaceStore(db).subject({ model: { fingerprint }, precision, addBos, tokenizer })
}

it('models and tasks have the places of their first runs, whichever is asked for first', () => {
  const late = runOn('late', 'bf16', '2026-02')
  const early = runOn('early', 'fp32', '2026-01')
  expect([placeOf(late), placeOf(early)]).toEqual([1, 0])
  expect(new PlaceStore(db).tasks(['late', 'early', 'early'])).toEqual([1, 0, 0])
})

it('a place is kept: after a deletion, and where an earlier run comes later', () => {
  const [first, second] = [runOn('one', 'fp32', '2026-02'), runOn('two', 'bf16', '2026-03')]
  expect([placeOf(first), placeOf(second), new PlaceStore(db).tasks(['one', 'two'])]).toEqual([0, 1, [0, 1]])
  db.prepare('DELETE FROM run WHERE id = ?').run(first)
  runOn('imported', 'fp32', '2026-01')
  expect([placeOf(second), new PlaceStore(db).tasks(['imported', 'two', 'one'])]).toEqual([1, [2, 1, 0]])
})
