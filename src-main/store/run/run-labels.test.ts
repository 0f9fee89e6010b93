import { beforeEach, describe, expect, it } from 'vitest'
import { fillDisk, lock, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { RunLabels } from './run-labels'
import { RunRecords } from './run-records'

let db: Database
let records: RunRecords
let labels: RunLabels
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
  labels = new RunLabels(db)
})
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

describe('an edit of runs', () => {
  it('changes what is given, and nothing else', () => {
    const [a, b] = [records.create(newRun(db)), records.create(newRun(db))]
    labels.edit([a, b], { note: 'seen', addTags: ['b', 'c'], removeTags: ['a'] })
    for (const run of [a, b])
      expect(records.get(run)).toMatchObject({ name: 'r', note: 'seen', tags: ['b', 'c'], archived: false })
    labels.edit([a], { name: 'named', archived: true, note: '' })
    expect(records.get(a)).toMatchObject({ name: 'named', note: '', archived: true })
    labels.edit([a], { archived: false })
    expect(records.get(a)).toMatchObject({ name: 'named', archived: false })
  })

  it('is of all runs or of none: where one is not there', () => {
    const run = records.create(newRun(db))
    expect(() => labels.edit([run, 'nowhere'], { name: 'new', addTags: ['x'] })).toThrowError(code('store.unknown-run'))
    expect(records.get(run)).toMatchObject({ name: 'r', tags: ['a'] })
  })

  it('is of all runs or of none: where the disk is full', () => {
    const runs = Array.from({ length: 5 }, () => records.create(newRun(db)))
    const free = fillDisk(db)
    expect(() => labels.edit(runs, { note: 'x'.repeat(90_000) })).toThrowError(code('store.full'))
    expect(runs.map((r) => records.get(r).note)).toEqual(['', '', '', '', ''])
    free()
    labels.edit(runs, { note: 'fits' })
    expect(runs.map((r) => records.get(r).note)).toEqual(Array(5).fill('fits'))
  })

  it('says so where another program holds the database', () => {
    const run = records.create(newRun(db))
    const unlock = lock(db)
    expect(() => labels.edit([run], { name: 'x' })).toThrowError(code('store.busy'))
    unlock()
    labels.edit([run], { name: 'x' })
    expect(records.get(run).name).toBe('x')
  })
})

describe('the trash', () => {
  it('takes all runs or none, and gives them back', () => {
    const [waits, goesOn] = [records.create(newRun(db), 'queued'), records.create(newRun(db))]
    expect(() => labels.delete([waits, goesOn])).toThrowError(code('store.not-resumable'))
    expect(records.resolveId(waits)).toBe(waits)
    labels.delete([waits])
    expect(() => records.resolveId(waits)).toThrowError(code('store.unknown-run'))
    labels.restore([waits])
    expect(records.get(records.resolveId(waits)).status).toBe('cancelled')
  })
})
