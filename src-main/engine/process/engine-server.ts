import { LabError, toWireError } from '../../../src-preload/contract/errors'
import { runBatch, StateBuffers, HEAD_POSITIONS } from '../readouts/batch-runner'
import { buildDag, type Dag } from '../schedule/dag'
import { compileProgram, type Program } from '../schedule/program'
import { headMacs, layerMacsOfBatch } from '../schedule/cost'
import type { FrozenModel } from '../model/frozen-model'
import { documentStates } from '../readouts/hidden-states'
import { windowsOf } from '../model/model-graphs'
import type { Schedule } from '../../../src-preload/contract/plan/schedule'
import { padRows } from '../rows/batch'
import type { Row } from '../rows/row'
import type { LoadedModel, Runtime, Device } from '../runtime/runtime'
import { placeWeights } from '../runtime/weight-files'
import type { Calibration, EngineBatch, EngineLoad, FromEngine, ToEngine } from './protocol'

/** What the process around the server supplies. */
export interface EngineHost {
  readonly send: (message: FromEngine) => void
  readonly openModel: (path: string, fingerprint: string) => Promise<FrozenModel>
  readonly createRuntime: (device: Device) => Runtime
  readonly exit: () => void
}

interface Loaded {
  readonly frozen: FrozenModel
  readonly model: LoadedModel
  readonly dag: Dag
  readonly schedules: readonly Schedule[]
}

const PROGRESS_EVERY_MS = 200

/** The engine's side of the protocol: holds one model, runs one batch at a time. */
export class EngineServer {
  private loaded: Loaded | undefined
  private cancelled = false
  private readonly buffers = new StateBuffers()
  private readonly programs = new Map<string, Program>()

  constructor(private readonly host: EngineHost) {}

  receive(message: ToEngine): void {
    switch (message.type) {
      case 'load':
        return this.answer(this.load(message.load))
      case 'probe':
        return this.answer(
          this.host
            .createRuntime(message.device)
            .probe()
            .then(() => ({ type: 'probed' })),
        )
      case 'calibrate':
        return this.answer(this.calibrate(message.rows))
      case 'run':
        this.cancelled = false
        return this.answer(this.run(message.batch))
      case 'states':
        return this.answer(this.states(message.schedule, message.ids))
      case 'cancel':
        this.cancelled = true
        return
      case 'exit':
        return this.host.exit()
    }
  }

  private answer(reply: Promise<FromEngine>): void {
    reply.then(this.host.send, (error: unknown) => this.host.send({ type: 'failed', error: toWireError(error) }))
  }

  private async load(load: EngineLoad): Promise<FromEngine> {
    const frozen = await this.host.openModel(load.modelPath, load.fingerprint)
    const files =
      load.layout === 'memory'
        ? null
        : await placeWeights(frozen, load.cache, (done, total) =>
            this.host.send({ type: 'progress', what: 'weights', done, total }),
          )
    const layout = files ? load.layout : 'memory'
    const model = await this.host.createRuntime(load.device).load(frozen, {
      threads: load.threads,
      layout,
      nPositions: load.nPositions,
      ...(files ? { files } : {}),
    })
    this.loaded = { frozen, model, dag: buildDag(load.schedules), schedules: load.schedules }
    const weightFile = files === null ? 'none' : files.folder === load.cache.folder ? 'cache' : 'own'
    return { type: 'loaded', layout, weightFile, threads: load.threads }
  }

  /** Times a few layers on the given rows, and a full head call. */
  private async calibrate(rows: readonly Row[]): Promise<FromEngine> {
    const { frozen, model } = this.model()
    const { graph } = frozen
    const tokens = padRows(rows, windowsOf(graph))
    const batch = model.prepare(tokens)
    const from = this.buffers.get(0, batch.stateSize)
    const to = this.buffers.get(1, batch.stateSize)
    const layers = Array.from({ length: Math.min(6, graph.shape.nLayers) }, (_, i) => i)
    await model.embed(batch, tokens.ids, from)
    await model.applyLayers(batch, layers.slice(0, 1), from, to)
    const layerSeconds = await typical(() => model.applyLayers(batch, layers, from, to))
    const hidden = new Float32Array(HEAD_POSITIONS * graph.shape.dModel).fill(0.1)
    const pairs = Int32Array.of(0, 0)
    await model.head(hidden, HEAD_POSITIONS, pairs)
    const headSeconds = await typical(() => model.head(hidden, HEAD_POSITIONS, pairs))
    const calibration: Calibration = {
      layerMacsPerSecond:
        layers.reduce((sum, l) => sum + layerMacsOfBatch(graph, l, tokens.batch, tokens.seq), 0) / layerSeconds,
      headMacsPerSecond: headMacs(graph, HEAD_POSITIONS) / headSeconds,
    }
    return { type: 'calibrated', calibration }
  }

  private async run(batch: EngineBatch): Promise<FromEngine> {
    const { frozen, model, dag } = this.model()
    let told = performance.now()
    const complete = await runBatch(frozen.graph, model, this.program(dag, batch.wanted), batch.rows, this.buffers, {
      onScores: (scores) => this.host.send({ type: 'scores', batch: batch.id, ...scores }),
      onProgress: (done) => {
        if (performance.now() - told < PROGRESS_EVERY_MS) return
        told = performance.now()
        this.host.send({ type: 'layers', batch: batch.id, done })
      },
      isCancelled: () => this.cancelled,
    })
    return { type: 'done', batch: batch.id, complete }
  }

  private async states(schedule: number, ids: Int32Array): Promise<FromEngine> {
    const { frozen, model, schedules } = this.model()
    return { type: 'states', states: await documentStates(frozen.graph, model, schedules[schedule] as Schedule, ids) }
  }

  private program(dag: Dag, wanted: readonly number[]): Program {
    const key = wanted.join()
    let program = this.programs.get(key)
    if (!program) {
      if (this.programs.size > 8) this.programs.clear()
      program = compileProgram(dag, wanted)
      this.programs.set(key, program)
    }
    return program
  }

  private model(): Loaded {
    if (!this.loaded) throw new LabError('internal', 'the engine was asked to run before it was loaded')
    return this.loaded
  }
}

/** Seconds of a call: the median of several, so that a moment's disturbance does not count. */
async function typical(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 7; i++) {
    const start = performance.now()
    await call()
    times.push(performance.now() - start)
  }
  return (times.sort((a, b) => a - b)[3] as number) / 1000
}
