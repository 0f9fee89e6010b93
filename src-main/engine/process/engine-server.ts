import { LabError, toWireError } from '../../../src-preload/contract/errors'
import type { Schedule } from '../../../src-preload/contract/plan/schedule'
import { generate } from '../generation/generate'
import type { FrozenModel } from '../model/frozen-model'
import { findReadout } from '../readouts/registry'
import { runBatch, StateBuffers } from '../readouts/run-batch'
import type { Row } from '../rows/row'
import type { Device } from '../../../src-preload/contract/device'
import type { LoadedModel, Runtime } from '../runtime/runtime'
import { placeWeights } from '../runtime/weight-files'
import { ScheduleDag } from '../schedule/dag'
import { ProgramCache } from '../schedule/program-cache'
import { calibrate } from './calibrate'
import type {
  Calibration,
  EngineAnswers,
  EngineBatch,
  EngineModel,
  EngineNews,
  FromEngine,
  OpenedEngine,
  ToEngine,
} from './protocol'

/** What the process around the server supplies. */
export interface EngineHost {
  readonly send: (message: FromEngine) => void
  readonly openModel: (path: string, fingerprint: string) => Promise<FrozenModel>
  readonly createRuntime: (device: Device) => Runtime
}

interface Held {
  readonly frozen: FrozenModel
  readonly model: LoadedModel
  readonly dag: ScheduleDag
  readonly programs: ProgramCache
}

type Answer = Extract<FromEngine, { type: 'done' }>['value']
type Tell = (news: EngineNews) => void

const TELL_EVERY_MS = 200

/**
 * The engine's side of the protocol: holds one model, runs one batch at a time. A batch that comes while another is still
 * ending (cancelled, or given up by its caller) waits for it: both would write into the same hidden states.
 */
export class EngineServer {
  private held: Held | undefined
  private lastTurn: Promise<unknown> = Promise.resolve()
  private readonly cancelled = new Set<number>()
  /** By call: answers that need no further token, `schedule prompt`. */
  private readonly enough = new Map<number, Set<string>>()
  private readonly buffers = new StateBuffers()

  constructor(private readonly host: EngineHost) {}

  /**
   * Takes a message of the host. Answers come by `send`, each with the number of its call; whatever a call throws is its
   * answer (`failed`) and never ends the process.
   */
  receive(message: ToEngine): void {
    const { id } = message
    if (message.call === 'cancel') {
      this.cancelled.add(id)
      return
    }
    if (message.call === 'enough') {
      this.enough.get(id)?.add(`${message.schedule} ${message.prompt}`)
      return
    }
    const tell: Tell = (news) => this.host.send({ id, type: 'news', news })
    this.answer(message, tell)
      .then(
        (value) => this.host.send({ id, type: 'done', value }),
        (error: unknown) => this.host.send({ id, type: 'failed', error: toWireError(error) }),
      )
      .finally(() => {
        this.cancelled.delete(id)
        this.enough.delete(id)
      })
  }

  private async answer(message: Exclude<ToEngine, { call: 'cancel' | 'enough' }>, tell: Tell): Promise<Answer> {
    const isCancelled = (): boolean => this.cancelled.has(message.id)
    switch (message.call) {
      case 'open':
        return this.inTurn(() => this.open(message.input, tell))
      case 'extend':
        return this.extend(message.input)
      case 'calibrate':
        return this.inTurn(() => this.calibrate(message.input, isCancelled))
      case 'run':
        return this.inTurn(() => this.run(message.input, tell, isCancelled))
      case 'generate':
        return this.inTurn(() => this.generate(message.id, message.input, tell, isCancelled))
      case 'probe':
        await this.host.createRuntime(message.input).probe()
        return null
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.lastTurn.then(work)
    this.lastTurn = turn.catch(() => undefined)
    return turn
  }

  private async open(wanted: EngineModel, tell: Tell): Promise<OpenedEngine> {
    const frozen = await this.host.openModel(wanted.modelPath, wanted.fingerprint)
    const files =
      wanted.layout === 'memory'
        ? null
        : await placeWeights(frozen, wanted.cache, (done, total) => tell({ type: 'weights', done, total }))
    const layout = files ? wanted.layout : 'memory'
    const options = {
      threads: wanted.threads,
      layout,
      blocksLater: wanted.writes === true,
      ...(files ? { files } : {}),
    }
    const model = await this.host.createRuntime(wanted.device).load(frozen, options)
    const dag = new ScheduleDag()
    this.held = { frozen, model, dag, programs: new ProgramCache(dag) }
    return { layout, weightFile: files === null ? 'none' : files.folder === wanted.cache.folder ? 'cache' : 'own' }
  }

  private extend(schedules: readonly Schedule[]): number {
    const { dag } = this.opened()
    for (const schedule of schedules) dag.add(schedule)
    return dag.nSchedules
  }

  private calibrate(rows: readonly Row[], isCancelled: () => boolean): Promise<Calibration | null> {
    const { frozen, model } = this.opened()
    return calibrate(frozen.graph, model, rows, this.buffers, isCancelled)
  }

  private run({ rows, wanted, readout: name }: EngineBatch, tell: Tell, isCancelled: () => boolean): Promise<boolean> {
    const { frozen, model, dag, programs } = this.opened()
    const readout = findReadout(name)
    let told = performance.now()
    return runBatch(
      frozen.graph,
      model,
      { dag, program: programs.get(wanted, readout), wanted, readout, rows },
      this.buffers,
      {
        onReadings: (readings) => tell({ type: 'readings', ...readings }),
        onProgress: (done) => {
          if (performance.now() - told < TELL_EVERY_MS) return
          told = performance.now()
          tell({ type: 'applied', done })
        },
        isCancelled,
      },
    )
  }

  private generate(id: number, work: EngineAnswers, tell: Tell, isCancelled: () => boolean): Promise<boolean> {
    const { frozen, model, dag } = this.opened()
    const enough = new Set<string>()
    this.enough.set(id, enough)
    return generate(
      frozen.graph,
      model,
      { ...work, dag },
      {
        onTokens: (schedule, prompts, tokens) => tell({ type: 'tokens', schedule, prompts, tokens }),
        isCancelled,
        isEnough: (schedule, prompt) => enough.has(`${schedule} ${prompt}`),
      },
    )
  }

  private opened(): Held {
    if (!this.held) throw new LabError('internal', 'the engine was asked to run before it had a model')
    return this.held
  }
}
