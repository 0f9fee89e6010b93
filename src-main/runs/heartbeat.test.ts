import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { fillDisk, lock, newDatabase, newRun } from '../../test/support/store'
import type { Database } from '../store/database'
import { runStore, type RunStore } from '../store/run-store'
import { Heartbeat } from './heartbeat'
import { RunEnds } from './run-ends'
import { LabError } from '../../src-preload/contract/errors'

let db: Database
let runs: RunStore
let run: string
beforeEach(async () => {
  ;({ db } = await newDatabase())
  runs = runStore(db)
  run = runs.record.create(newRun(db))
})

const progress = {
  run: '',
  phase: 'running',
  fraction: 0.5,
  secondsLeft: null,
  secondsElapsed: 1,
  documentsDone: 0,
  documents: 1,
  message: 'x'.repeat(100_000),
} as const

describe('a heartbeat', () => {
  it('that meets a full disk stops the run instead of the host', async () => {
    db.prepare('UPDATE run SET note = ?').run('x'.repeat(1_000))
    fillDisk(db)
    const heartbeat = new Heartbeat(runs.ownership, run, 10)
    heartbeat.show(progress)
    await setTimeout(100)
    expect(heartbeat.signal.aborted).toBe(true)
    expect(heartbeat.signal.reason).toMatchObject({ code: 'store.full' })
    expect(() => heartbeat.end()).toThrowError(expect.objectContaining({ code: 'store.full' }) as Error)
  })

  it('that meets a locked database does so too', async () => {
    const unlock = lock(db)
    const heartbeat = new Heartbeat(runs.ownership, run, 10)
    await setTimeout(200)
    expect(heartbeat.signal.reason).toMatchObject({ code: 'store.busy' })
    expect(() => heartbeat.end()).toThrowError(expect.objectContaining({ code: 'store.busy' }) as Error)
    unlock()
  })

  it('passes on what another process asks for', async () => {
    const heartbeat = new Heartbeat(runs.ownership, run, 10)
    runs.ownership.stop(run, 'pause')
    await setTimeout(100)
    expect(heartbeat.signal.reason).toBe('paused')
    heartbeat.end()
  })

  it('of a run that another process has taken over ends the run here', async () => {
    const heartbeat = new Heartbeat(runs.ownership, run, 10)
    db.prepare("UPDATE run SET owner = json_set(owner, '$.pid', 1) WHERE id = ?").run(run)
    await setTimeout(100)
    expect(heartbeat.signal.reason).toMatchObject({ code: 'store.not-resumable' })
    expect(() => heartbeat.end()).toThrowError(/taken over by another process/)
  })
})

describe('the end of a run', () => {
  it('is stored as soon as the store takes it again', async () => {
    const unlock = lock(db)
    const ends = new RunEnds(runs.ownership, 20)
    const error = ends.interrupt(run, new LabError('store.busy', 'held'))
    expect(error).toMatchObject({ code: 'store.busy', data: { run, resumable: true } })
    expect(runs.record.get(run).status).toBe('running')
    unlock()
    await setTimeout(200)
    expect(runs.record.get(run)).toMatchObject({ status: 'interrupted', error: { code: 'store.busy' } })
    ends.close()
  })

  it('of a run that failed by itself is failed', () => {
    new RunEnds(runs.ownership).interrupt(run, new LabError('engine.runtime', 'broken'))
    expect(runs.record.get(run).status).toBe('failed')
  })
})
