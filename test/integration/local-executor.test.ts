import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { modelCost } from '../../src-main/engine/model/model-cost'
import type { EngineProcess, SpawnEngine } from '../../src-main/engine/process/engine-client'
import type { Job } from '../../src-main/executors/executor'
import { EnginePool } from '../../src-main/executors/local/engine-pool'
import { LocalExecutor } from '../../src-main/executors/local/local-executor'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { fingerprint } from '../../src-main/models/fingerprint'
import { openModel } from '../../src-main/models/open-model'
import { isAlive } from '../../src-main/system/is-alive'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { tokenRequest } from '../../src-preload/contract/request'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const PATH = `${FIXTURES}/llama-tied`
let model: Job['model']
beforeAll(async () => {
  const opened = await openModel(PATH)
  model = { path: PATH, fingerprint: await fingerprint(opened), cost: modelCost(opened.graph) }
})

/** Documents of one request each, on schedules of 6 layers. */
function job(nDocuments: number, ...plans: string[]): Job {
  const documents = Array.from({ length: nDocuments }, (_, index) => ({
    task: 0,
    index,
    want: 0,
    requests: [tokenRequest([5, 99, 250 - index], [17, 31 + index], 64)],
  }))
  return {
    ...{ model, documents, nDocuments: [nDocuments], wants: [plans.map((_, i) => i)], readout: 'loglikelihood' },
    ...{
      packing: { shares: true, longFrom: null },
      device: { kind: 'cpu' },
      memoryBytes: 4e9,
      cores: 2,
      batchTokens: 32,
    },
    schedules: resolveAllOrThrow(plans, 6).map((p) => p.layers),
  }
}

/** Engines whose messages may be kept from them, as by a disk from which a model is read for minutes. */
class Engines {
  readonly pids: number[] = []
  /** How many more models are opened at once. */
  opened = Infinity
  private readonly spawnReal = spawnNodeEngine()

  readonly spawn: SpawnEngine = (environment): EngineProcess => {
    const engine = this.spawnReal(environment)
    this.pids.push(engine.pid)
    return {
      ...engine,
      send: (message) => {
        if (message.call !== 'open' || this.opened-- > 0) engine.send(message)
      },
    }
  }

  async ended(pids: readonly number[] = this.pids): Promise<void> {
    for (let i = 0; i < 100 && pids.some(isAlive); i++) await setTimeout(50)
    expect(pids.filter(isAlive)).toEqual([])
  }
}

function execution(
  executor: LocalExecutor,
  work: Job,
  onReading: () => void = () => undefined,
  stop = new AbortController(),
) {
  const finished = executor.execute(
    work,
    { accept: onReading },
    { signal: stop.signal, onProgress: () => undefined, onLog: () => undefined, onSpeed: () => undefined },
  )
  return { stop: (): void => stop.abort('cancelled'), finished }
}
const cache = () => ({ folder: temporaryFolder('cache'), capBytes: 1e9 })
const until = async (is: () => boolean): Promise<void> => {
  for (let i = 0; i < 400 && !is(); i++) await setTimeout(25)
  expect(is()).toBe(true)
}

describe('an execution that is cancelled', () => {
  it.each([
    ['the first engine loads', 0],
    ['the others load', 1],
  ])('while %s does not wait for them, and ends them', async (_, opened) => {
    const engines = new Engines()
    engines.opened = opened
    const executor = new LocalExecutor(engines.spawn, cache)
    const { stop, finished } = execution(executor, job(8, 'full'))
    await until(() => engines.pids.length === opened + 1)
    stop()
    expect(await finished).toMatchObject({ complete: false, layerApplications: 0 })
    await engines.ended()
  })

  it('before it began starts no engine', async () => {
    const engines = new Engines()
    const executor = new LocalExecutor(engines.spawn, cache)
    const stop = new AbortController()
    stop.abort('cancelled')
    expect(await execution(executor, job(8, 'full'), undefined, stop).finished).toMatchObject({ complete: false })
    expect(engines.pids).toEqual([])
  })

  it('while an engine is replaced does not wait for it', async () => {
    const engines = new Engines()
    engines.opened = 2
    const executor = new LocalExecutor(engines.spawn, cache)
    const { stop, finished } = execution(executor, job(60, 'repeat-model(n=1..60)'), () => {
      if (engines.pids.length === 2) process.kill(engines.pids[0]!, 'SIGKILL')
    })
    await until(() => engines.pids.length === 3)
    stop()
    expect(await finished).toMatchObject({ complete: false })
    await engines.ended()
  })

  it('as an engine dies starts no other, and is no failure', async () => {
    const engines = new Engines()
    const executor = new LocalExecutor(engines.spawn, cache)
    let isStopped = false
    const { stop, finished } = execution(executor, job(60, 'repeat-model(n=1..60)'), () => {
      if (isStopped) return
      isStopped = true
      stop()
      process.kill(engines.pids[0]!, 'SIGKILL')
      process.kill(engines.pids[1]!, 'SIGKILL')
    })
    expect(await finished).toMatchObject({ complete: false })
    expect(engines.pids).toHaveLength(2)
    await engines.ended()
  })
})

it('engines that are given back after the pool was closed are ended', async () => {
  const engines = new Engines()
  const pool = new EnginePool(engines.spawn)
  const { path, fingerprint: content } = model
  const spec = {
    modelPath: path,
    fingerprint: content,
    device: { kind: 'cpu' },
    threads: 1,
    layout: 'prepacked',
  } as const
  const opening = { onWeights: () => undefined, signal: new AbortController().signal }
  const group = await pool.lease({ ...spec, cache: cache(), nEngines: 1 }, opening)
  pool.close()
  pool.release(group)
  await engines.ended()
})
