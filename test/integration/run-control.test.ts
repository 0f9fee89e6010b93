import { setTimeout } from 'node:timers/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from '../../src-main/hosts/lab'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import type { Lab } from '../../src-main/ipc/lab'
import { experimentSchema } from '../../src-preload/contract/experiment'
import type { QueueState } from '../../src-preload/contract/queue'
import type { RunProgress } from '../../src-preload/contract/run'
import { documents } from '../support/cli'
import { lock } from '../support/store'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const data = documents(12)
const experiment = (...plans: string[]) =>
  experimentSchema.parse({
    model: join(FIXTURES, 'llama-tied'),
    tasks: [{ task: 'arc_easy', data: data.arc }],
    device: 'cpu',
    plans,
  })
const LONG = 'repeat-model(n={50,100,150,200,250,300,350,400})'

let lab: Lab
/** The database as another host has it. */
let elsewhere: Sqlite.Database
beforeEach(async () => {
  const home = temporaryFolder('control')
  lab = await openLab(home, spawnNodeEngine())
  elsewhere = new Sqlite(join(home, 'atelier.db'))
})
afterEach(async () => {
  await lab.close()
  elsewhere.close()
})

const statusOf = (run: string): string => lab.context.runs.record.get(run).status
const until = async (is: () => boolean): Promise<void> => {
  for (let i = 0; i < 800 && !is(); i++) await setTimeout(25)
  expect(is()).toBe(true)
}
const ended = (run: string): Promise<void> => until(() => !['queued', 'running'].includes(statusOf(run)))
const quiet = { signal: new AbortController().signal, onProgress: () => undefined, onLog: () => undefined }

describe('a run that is computed', () => {
  /** A long run under way. */
  async function started(): Promise<string> {
    let isComputed = false
    lab.context.events.subscribe((event, payload) => {
      isComputed ||= event === 'run.progress' && (payload as RunProgress).phase === 'running'
    })
    const run = await lab.queue.add(experiment(LONG))
    await until(() => isComputed)
    return run
  }

  it('is cancelled where it was asked to pause before, and had not yet done so', async () => {
    const run = await started()
    lab.queue.pause(run)
    lab.queue.cancel(run)
    await ended(run)
    expect(statusOf(run)).toBe('cancelled')
  })

  it('is cancelled by another host that had asked it to pause before', async () => {
    const run = await started()
    lab.queue.pause(run)
    elsewhere.prepare("UPDATE run SET control = 'cancel' WHERE id = ?").run(run)
    await ended(run)
    expect(statusOf(run)).toBe('cancelled')
  })

  it('ends, and leaves the run to the host that has taken it over', async () => {
    const run = await started()
    elsewhere.prepare("UPDATE run SET owner = json_set(owner, '$.startedAt', 'another') WHERE id = ?").run(run)
    await until(() => lab.queue.state().running === null)
    const { owner, status } = elsewhere.prepare('SELECT owner, status FROM run WHERE id = ?').get(run) as {
      owner: string
      status: string
    }
    expect({ owner: JSON.parse(owner) as unknown, status }).toMatchObject({
      owner: { startedAt: 'another' },
      status: 'running',
    })
  })
})

describe('a run that is being prepared', () => {
  /** Does something in another host as soon as the preparation of a waiting run has begun. */
  async function meanwhile(statement: string): Promise<string> {
    const run = await lab.runs.enqueue(experiment('full'))
    await lab.runs.compute(run, { ...quiet, onProgress: once(() => elsewhere.prepare(statement).run(run)) })
    return run
  }
  const measured = (run: string): number => lab.context.runs.record.measurements(run).length

  it.each([
    ['cancelled', 'cancelled', "UPDATE run SET status = 'cancelled' WHERE id = ?"],
    ['paused', 'paused', "UPDATE run SET status = 'paused' WHERE id = ?"],
    ['computed to its end', 'done', "UPDATE run SET status = 'done', finished_at = 'then' WHERE id = ?"],
    ['deleted', 'cancelled', "UPDATE run SET status = 'cancelled', deleted_at = 'then' WHERE id = ?"],
  ])('is not started where another host has %s it', async (_, status, statement) => {
    const run = await meanwhile(statement)
    expect(statusOf(run)).toBe(status)
    expect(measured(run)).toBe(0)
    expect(lab.context.runs.record.get(run).error).toBeNull()
  })

  it('is cancelled by its own queue without being started', async () => {
    const run = await lab.queue.add(experiment('full'))
    lab.queue.cancel(run)
    await until(() => lab.queue.state().running === null)
    expect(statusOf(run)).toBe('cancelled')
    expect(measured(run)).toBe(0)
  })
})

describe('a database that another program holds', () => {
  /** Two runs wait, and the first cannot be begun. */
  async function held() {
    const runs = [await lab.runs.enqueue(experiment('full')), await lab.runs.enqueue(experiment('skip(s=1)'))] as const
    let begun = 0
    lab.context.events.subscribe((event, payload) => {
      if (event === 'queue.changed' && (payload as QueueState).running !== null) begun++
    })
    const free = lock(lab.context.db)
    lab.queue.release()
    await setTimeout(1_000)
    return { runs, free, begun: () => begun }
  }

  it('does not make the queue begin the same run over and over; the next one is computed when it can be', async () => {
    const { runs, free, begun } = await held()
    expect(begun()).toBe(1)
    free()
    await ended(runs[1])
    expect(runs.map(statusOf)).toEqual(['failed', 'done'])
    expect(lab.context.runs.record.get(runs[0]).error).toMatchObject({ code: 'store.busy' })
  })

  it('while a run gives way holds the queue up, and loses neither run', async () => {
    const rejected: unknown[] = []
    const note = (reason: unknown): unknown => rejected.push(reason)
    process.on('unhandledRejection', note)
    try {
      // another process takes the database just after the end of the first run is stored
      const compute = lab.runs.compute.bind(lab.runs)
      let free: (() => void) | undefined
      lab.runs.compute = async (...run) => {
        await compute(...run)
        free ??= lock(lab.context.db)
      }
      const behind = await lab.queue.add(experiment(LONG))
      await until(() => lab.queue.state().running === behind && statusOf(behind) === 'running')
      const first = await lab.queue.add(experiment('full'), true)
      await until(() => free !== undefined)
      await setTimeout(300)
      free?.()
      await ended(first)
      expect(statusOf(first)).toBe('done')
      await until(() => lab.queue.state().running === behind)
      lab.queue.cancel(behind)
      await ended(behind)
      expect(rejected).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })

  it('does not fail a run that was gone on with when it was free again', async () => {
    const { runs, free } = await held()
    free()
    lab.queue.resume(runs[0])
    await ended(runs[1])
    // longer than until a failed end is tried again
    await setTimeout(6_000)
    expect(runs.map(statusOf)).toEqual(['done', 'done'])
  })
})

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}
