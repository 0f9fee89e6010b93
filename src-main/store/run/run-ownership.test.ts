import { beforeEach, describe, expect, it } from 'vitest'
import { fillDisk, lock, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { RunLabels } from './run-labels'
import { RunList } from './run-list'
import { RunOwnership } from './run-ownership'
import { RunRecords } from './run-records'

let db: Database
let records: RunRecords
let ownership: RunOwnership
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
  ownership = new RunOwnership(db)
})
const onCpu = { device: 'cpu', deviceWhy: { code: 'device.asked', message: '', data: {} } } as const
const progress = (run: string, message = '') =>
  ({
    run,
    phase: 'running',
    fraction: 0.5,
    secondsLeft: 1,
    secondsElapsed: 1,
    documentsDone: 1,
    documents: 2,
    message,
  }) as const

describe('a run', () => {
  it('has one owner; a dead owner reads as interrupted and may be taken over', () => {
    const id = records.create(newRun(db))
    expect(records.get(id).status).toBe('running')
    expect(() => ownership.claim(id, onCpu)).toThrowError(/is being computed by process/)
    // the same process number, but started at another time: not the owner any more
    db.prepare("UPDATE run SET owner = json_set(owner, '$.startedAt', 'another') WHERE id = ?").run(id)
    expect(records.get(id).status).toBe('interrupted')
    expect(new RunList(db).entries()[0]).toMatchObject({ status: 'interrupted', tags: ['a'] })
    ownership.claim(id, onCpu)
    expect(records.get(id).status).toBe('running')
    ownership.finish(id, 'done', { layerApplicationsNaive: 3, layerApplicationsComputed: 2, seconds: 1 })
    expect(records.get(id)).toMatchObject({ status: 'done', cost: { layerApplicationsComputed: 2 } })
    expect(records.resolveId(id.slice(0, 12))).toBe(id)
    new RunLabels(db).delete([id])
    expect(() => records.resolveId(id)).toThrowError(/there is no run/)
  })

  it('adds up what its invocations cost', () => {
    const id = records.create(newRun(db))
    ownership.finish(id, 'paused', { layerApplicationsNaive: 9, layerApplicationsComputed: 2, seconds: 1 })
    ownership.claim(id, onCpu)
    ownership.finish(id, 'done', { layerApplicationsNaive: 9, layerApplicationsComputed: 3, seconds: 2 })
    expect(records.get(id).cost).toEqual({ layerApplicationsNaive: 9, layerApplicationsComputed: 5, seconds: 3 })
  })

  it('is asked to stop once', () => {
    const id = records.create(newRun(db))
    ownership.setControl(id, 'pause')
    expect([ownership.takeControl(id), ownership.takeControl(id)]).toEqual(['pause', null])
  })
})

describe('a heartbeat', () => {
  it('tells where the run stands', () => {
    const id = records.create(newRun(db))
    ownership.heartbeat(id, progress(id))
    expect(new RunList(db).entries()[0]!.fraction).toBe(0.5)
  })
  it('says that the disk is full, or the database held', () => {
    const id = records.create(newRun(db))
    const free = fillDisk(db)
    expect(() => ownership.heartbeat(id, progress(id, 'x'.repeat(90_000)))).toThrowError(
      expect.objectContaining({ code: 'store.full' }) as Error,
    )
    free()
    const unlock = lock(db)
    expect(() => ownership.heartbeat(id, null)).toThrowError(expect.objectContaining({ code: 'store.busy' }) as Error)
    unlock()
    ownership.heartbeat(id, null)
  })
})
