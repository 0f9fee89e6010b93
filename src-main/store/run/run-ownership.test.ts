import { beforeEach, describe, expect, it } from 'vitest'
import { fillDisk, lock, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { RunLabels } from './run-labels'
import { RunList } from './run-list'
import { RunOwnership } from './run-ownership'
import { RunRecords } from './run-records'
import { NO_COST } from './run-row'

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
    expect(() => ownership.claim(id, { seen: 'running', ...onCpu })).toThrowError(/is being computed by process/)
    // the same process number, but started at another time: not the owner any more
    db.prepare("UPDATE run SET owner = json_set(owner, '$.startedAt', 'another') WHERE id = ?").run(id)
    expect(records.get(id).status).toBe('interrupted')
    expect(new RunList(db).entries()[0]).toMatchObject({ status: 'interrupted', tags: ['a'] })
    ownership.claim(id, { seen: 'interrupted', ...onCpu })
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
    ownership.claim(id, { seen: 'paused', ...onCpu })
    ownership.finish(id, 'done', { layerApplicationsNaive: 9, layerApplicationsComputed: 3, seconds: 2 })
    expect(records.get(id).cost).toEqual({ layerApplicationsNaive: 9, layerApplicationsComputed: 5, seconds: 3 })
  })

  it('that is computed is asked to stop; what was asked is over when it ends', () => {
    const id = records.create(newRun(db))
    ownership.stop(id, 'pause')
    expect([records.get(id).status, ownership.control(id)]).toEqual(['running', 'pause'])
    ownership.finish(id, 'paused', NO_COST)
    expect([records.get(id).status, ownership.control(id)]).toEqual(['paused', null])
  })

  it('that is cancelled while it is about to pause is cancelled, and one that was done by then is done', () => {
    for (const [ends, is] of [
      ['paused', 'cancelled'],
      ['interrupted', 'cancelled'],
      ['done', 'done'],
    ] as const) {
      const id = records.create(newRun(db))
      for (const control of ['pause', 'cancel', 'pause'] as const) ownership.stop(id, control)
      ownership.finish(id, ends, NO_COST)
      expect(records.get(id).status).toBe(is)
    }
  })

  it('that nobody computes stops at once', () => {
    const [waiting, cancelled, done] = [1, 2, 3].map(() => records.create(newRun(db), 'queued')) as [
      string,
      string,
      string,
    ]
    ownership.stop(waiting, 'pause')
    ownership.stop(cancelled, 'cancel')
    ownership.finish(done, 'done', NO_COST)
    ownership.stop(done, 'cancel')
    expect([waiting, cancelled, done].map((id) => records.get(id).status)).toEqual(['paused', 'cancelled', 'done'])
  })

  it('is not taken where something else has become of it meanwhile', () => {
    const id = records.create(newRun(db), 'queued')
    ownership.stop(id, 'cancel')
    expect(() => ownership.claim(id, { seen: 'queued', ...onCpu })).toThrowError(/is cancelled now, and is not gone on/)
    new RunLabels(db).delete([id])
    expect(() => ownership.claim(id, { seen: 'cancelled', ...onCpu })).toThrowError(/is deleted now/)
  })

  it('that another process has taken over is left to it', () => {
    const id = records.create(newRun(db))
    expect(ownership.heartbeat(id, null)).toBe(true)
    db.prepare("UPDATE run SET owner = json_set(owner, '$.host', 'another') WHERE id = ?").run(id)
    expect(ownership.heartbeat(id, progress(id))).toBe(false)
    ownership.finish(id, 'done', NO_COST)
    expect(records.get(id)).toMatchObject({ status: 'running', progress: null, finishedAt: null })
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
