import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EngineClient, type EngineProcess, type SpawnEngine } from '../../src-main/engine/process/engine-client'
import type { EngineBatch, EngineModel } from '../../src-main/engine/process/protocol'
import type { Readings } from '../../src-main/engine/readouts/readout'
import { packRows, type Row } from '../../src-main/engine/rows/row'
import type { EngineSpec } from '../../src-main/executors/local/engine-group'
import { EnginePool } from '../../src-main/executors/local/engine-pool'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { fingerprint } from '../../src-main/models/fingerprint'
import { openModel } from '../../src-main/models/open-model'
import { isAlive } from '../../src-main/system/is-alive'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { Schedule } from '../../src-preload/contract/plan/schedule'
import { tokenRequest } from '../../src-preload/contract/request'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const PATH = `${FIXTURES}/llama-tied`
const ROWS: readonly Row[] = packRows([tokenRequest([5, 99, 250], [17, 31], 64)])
const schedules = (...plans: string[]): Schedule[] => resolveAllOrThrow(plans, 6).map((p) => p.layers)

let model: EngineModel
const pids: number[] = []
const spawn: SpawnEngine = (environment): EngineProcess => {
  const engine = spawnNodeEngine()(environment)
  pids.push(engine.pid)
  return engine
}

beforeAll(async () => {
  model = {
    modelPath: PATH,
    fingerprint: await fingerprint(await openModel(PATH)),
    device: { kind: 'cpu' },
    threads: 1,
    layout: 'prepacked',
    cache: { folder: temporaryFolder('cache'), capBytes: 1e9 },
  }
})

const allEnded = async (wanted: readonly number[]): Promise<void> => {
  for (let i = 0; i < 100 && wanted.some(isAlive); i++) await setTimeout(50)
  expect(wanted.filter(isAlive)).toEqual([])
}

describe('an engine process', () => {
  let client: EngineClient
  afterEach(() => client.dispose())

  const open = async (...plans: string[]): Promise<void> => {
    client = new EngineClient(spawn({}))
    await client.open(model, () => undefined)
    await client.extend(schedules(...plans))
  }
  const run = async (batch: Partial<EngineBatch>): Promise<number[][]> => {
    const found: number[][] = []
    const whole: EngineBatch = { rows: ROWS, wanted: [0], readout: 'loglikelihood', ...batch }
    const keep = ({ schedules: own, values }: Readings): void => own.forEach((s) => (found[s] = Array.from(values)))
    expect(await client.run(whole, keep, () => undefined).answer).toBe(true)
    return found
  }

  it('answers each call for itself: a call that ended early does not get the answer of the next', async () => {
    await open('full', 'skip(s=1)', 'reverse(s=0)')
    const [full] = await run({ wanted: [0] })
    const failing = client.run(
      { rows: ROWS, wanted: [0, 1, 2], readout: 'loglikelihood' },
      () => {
        throw new Error('the disk is full')
      },
      () => undefined,
    )
    const failed = expect(failing.answer).rejects.toThrow('the disk is full')
    const next = run({ wanted: [0] })
    await failed
    expect(await next).toEqual([full])
  })

  it('runs batches that are asked for at the same time one after the other', async () => {
    await open('repeat-model(n=20)', 'reverse(s=0)', 'parallel(s=0)')
    const alone = [await run({ wanted: [0] }), await run({ wanted: [1] }), await run({ wanted: [2] })]
    expect(await Promise.all([0, 1, 2].map((n) => run({ wanted: [n] })))).toEqual(alone)
  })

  it('is given more schedules while it runs a batch, and its graph keeps the numbers', async () => {
    await open('repeat-model(n=60)', 'full')
    const long = client.run(
      { rows: ROWS, wanted: [0], readout: 'loglikelihood' },
      () => undefined,
      () => undefined,
    )
    expect(await client.extend(schedules('parallel(s=0)', 'skip(s=1)'))).toBe(4)
    expect(await long.answer).toBe(true)
    const all = await run({ wanted: [1, 2, 3] })
    client.dispose()
    await open('full', 'parallel(s=0)', 'skip(s=1)')
    expect(all.slice(1)).toEqual(await run({ wanted: [0, 1, 2] }))
  })

  it('ends a batch that is cancelled, and only that one', async () => {
    await open('repeat-model(n=500)', 'full')
    const long = client.run(
      { rows: ROWS, wanted: [0], readout: 'loglikelihood' },
      () => undefined,
      () => undefined,
    )
    long.cancel()
    expect(await long.answer).toBe(false)
    long.cancel()
    expect(await run({ wanted: [1] })).toHaveLength(2)
  })

  it('ends a measurement of its speed that is cancelled', async () => {
    await open('full')
    const whole = client.calibrate(ROWS)
    expect(await whole.answer).toMatchObject({ layerMacsPerSecond: expect.any(Number) as number })
    const cut = client.calibrate(ROWS)
    cut.cancel()
    expect(await cut.answer).toBeNull()
  })

  it('refuses what it does not know in one sentence', async () => {
    await open('full')
    const asked = client.run(
      { rows: ROWS, wanted: [0], readout: 'aura' },
      () => undefined,
      () => undefined,
    )
    await expect(asked.answer).rejects.toMatchObject({
      code: 'engine.readout',
      message: expect.stringMatching(/no readout aura; Atelier has loglikelihood, similarity/) as string,
    })
  })
})

describe('the pool of engines', () => {
  const opening = { onWeights: () => undefined, signal: new AbortController().signal }
  const spec = (change: Partial<EngineSpec> = {}): EngineSpec => ({ ...model, nEngines: 2, ...change })
  const started = async (work: () => Promise<unknown>): Promise<number[]> => {
    const before = pids.length
    await work()
    return pids.slice(before)
  }

  it('keeps engines for the next job of the same kind, and ends them when another kind is wanted', async () => {
    const pool = new EnginePool(spawn)
    const first = await started(async () => pool.release(await pool.lease(spec(), opening)))
    expect(first).toHaveLength(2)
    const again = await started(async () => pool.release(await pool.lease(spec(), opening)))
    expect(again).toEqual([])
    expect(first.every(isAlive)).toBe(true)
    const other = await started(async () => pool.release(await pool.lease(spec({ threads: 2 }), opening)))
    expect(other).toHaveLength(2)
    await allEnded(first)
    pool.close()
    await allEnded(other)
  })

  it('gives them back when they have been without work for a while', async () => {
    const pool = new EnginePool(spawn, 100)
    const own = await started(async () => pool.release(await pool.lease(spec({ nEngines: 1 }), opening)))
    await allEnded(own)
    pool.close()
  })

  it('does not keep engines of which one has died', async () => {
    const pool = new EnginePool(spawn)
    const own = await started(async () => pool.release(await pool.lease(spec(), opening)))
    process.kill(own[0] ?? -1, 'SIGKILL')
    await allEnded(own.slice(0, 1))
    await setTimeout(50)
    const fresh = await started(async () => pool.release(await pool.lease(spec(), opening)))
    expect(fresh).toHaveLength(2)
    pool.close()
    await allEnded([...own, ...fresh])
  })

  it('ends every engine of a model that does not load', async () => {
    const pool = new EnginePool(spawn)
    const own = await started(() =>
      expect(pool.lease(spec({ modelPath: '/nowhere' }), opening)).rejects.toMatchObject({
        code: 'model.not-found',
      }),
    )
    expect(own).toHaveLength(1)
    await allEnded(own)
  })
})
