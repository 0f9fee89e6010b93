import { beforeEach, expect, it } from 'vitest'
import { fillDisk, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { RunRecords } from './run-records'

let db: Database
let records: RunRecords
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
})

it('gives back what was put in', () => {
  const run = newRun(db, [
    ['full', '0 1'],
    ['1 0', '1 0'],
  ])
  const id = records.create({ ...run, note: 'n', addBos: true, versions: { a: '1' } })
  const { plans, tasks, ...facts } = run
  expect(records.get(id)).toMatchObject({ ...facts, note: 'n', addBos: true, versions: { a: '1' }, progress: null })
  expect(records.plans(id)).toEqual(plans)
  expect(records.tasks(id)).toEqual(tasks.map((t, ordinal) => ({ ...t, ordinal })))
  const metrics = { acc: { value: null, stderr: null, nNotFinite: 1 } }
  const measurement = { planOrdinal: 1, taskOrdinal: 0, nDocs: 1, nCached: 1, metrics }
  records.saveMeasurements(id, [{ ...measurement, nDocs: 0 }])
  records.saveMeasurements(id, [measurement])
  expect(records.measurements(id)).toEqual([measurement])
  expect([records.measuredDocuments(id, 1, 0), records.measuredDocuments(id, 0, 0)]).toEqual([1, 0])
})

it('finds a run by its id, the beginning of it, or its name', () => {
  const first = records.create({ ...newRun(db), name: 'same' })
  db.prepare("UPDATE run SET created_at = '2000' WHERE id = ?").run(first)
  const second = records.create({ ...newRun(db), name: 'same' })
  expect(records.resolveId(first)).toBe(first)
  expect(records.resolveId('same')).toBe(second)
  expect(() => records.resolveId(first.slice(0, 4))).toThrowError(/2 runs begin with/)
  expect(() => records.resolveId('none')).toThrowError(/there is no run none/)
})

it('a run is stored whole or not at all where the disk is full', () => {
  const plans = Array.from({ length: 500 }, (_, i) => [`0*${i + 1}`, `0*${i + 1}`] as const)
  const run = newRun(db, plans)
  const free = fillDisk(db)
  expect(() => records.create({ ...run, note: 'x'.repeat(90_000) })).toThrowError(
    expect.objectContaining({ code: 'store.full' }) as Error,
  )
  const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([count('run'), count('run_plan'), count('run_tag')]).toEqual([0, 0, 0])
  free()
  expect(records.plans(records.create(run))).toHaveLength(500)
})
