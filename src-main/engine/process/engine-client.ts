import { LabError, fromWireError } from '../../../src-preload/contract/errors'
import type { BatchScores } from '../readouts/batch-runner'
import type { DocumentStates } from '../readouts/hidden-states'
import type { Calibration, EngineBatch, EngineLoad, FromEngine, ToEngine } from './protocol'
import type { Row } from '../rows/row'
import type { Device } from '../runtime/runtime'

/** A started engine process, however the host starts one (a Node child, Electron's utilityProcess). */
export interface EngineProcess {
  readonly pid: number
  readonly send: (message: ToEngine) => void
  readonly onMessage: (listener: (message: FromEngine) => void) => void
  /** Called once, with the reason in words. */
  readonly onExit: (listener: (reason: string) => void) => void
  readonly kill: () => void
}

/** Starts an engine process with these environment variables set before it runs. */
export type SpawnEngine = (environment: Readonly<Record<string, string>>) => EngineProcess

export type LoadedEngine = Extract<FromEngine, { type: 'loaded' }>

/**
 * The host's side of one engine process. Every call rejects with `engine.died` when the process ends, whatever the cause;
 * the client is of no use afterwards.
 */
export class EngineClient {
  private pending:
    { readonly resolve: (message: FromEngine) => void; readonly reject: (error: Error) => void } | undefined
  private listener: ((message: FromEngine) => void) | undefined
  private dead: LabError | undefined

  constructor(private readonly engine: EngineProcess) {
    engine.onMessage((message) => this.receive(message))
    engine.onExit((reason) => {
      this.dead = new LabError('engine.died', `the engine process ${engine.pid} ended: ${reason}`, { pid: engine.pid })
      this.pending?.reject(this.dead)
      this.pending = undefined
    })
  }

  get pid(): number {
    return this.engine.pid
  }

  async load(load: EngineLoad, onProgress: (done: number, total: number) => void): Promise<LoadedEngine> {
    const reply = await this.call({ type: 'load', load }, (m) => {
      if (m.type === 'progress') onProgress(m.done, m.total)
    })
    if (reply.type !== 'loaded') throw unexpected(reply)
    return reply
  }

  async probe(device: Device): Promise<void> {
    const reply = await this.call({ type: 'probe', device })
    if (reply.type !== 'probed') throw unexpected(reply)
  }

  async calibrate(rows: readonly Row[]): Promise<Calibration> {
    const reply = await this.call({ type: 'calibrate', rows })
    if (reply.type !== 'calibrated') throw unexpected(reply)
    return reply.calibration
  }

  /** @returns whether the batch ran to its end (false after `cancel`) */
  async run(
    batch: EngineBatch,
    onScores: (scores: BatchScores) => void,
    onLayers: (done: number) => void,
  ): Promise<boolean> {
    const reply = await this.call({ type: 'run', batch }, (m) => {
      if (m.type === 'scores') onScores(m)
      else if (m.type === 'layers') onLayers(m.done)
    })
    if (reply.type !== 'done') throw unexpected(reply)
    return reply.complete
  }

  async states(schedule: number, ids: Int32Array): Promise<DocumentStates> {
    const reply = await this.call({ type: 'states', schedule, ids })
    if (reply.type !== 'states') throw unexpected(reply)
    return reply.states
  }

  /** The batch under way ends after its present call. */
  cancel(): void {
    if (!this.dead) this.engine.send({ type: 'cancel' })
  }

  dispose(): void {
    if (this.dead) return
    this.engine.kill()
  }

  private call(message: ToEngine, listener?: (message: FromEngine) => void): Promise<FromEngine> {
    if (this.dead) return Promise.reject(this.dead)
    if (this.pending) return Promise.reject(new Error('the engine is busy'))
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject }
      this.listener = listener
      this.engine.send(message)
    })
  }

  private receive(message: FromEngine): void {
    if (message.type === 'scores' || message.type === 'layers' || message.type === 'progress') {
      try {
        this.listener?.(message)
      } catch (error) {
        // a listener that fails (a full disk, say) ends the call, not the host
        const { pending } = this
        this.pending = undefined
        this.cancel()
        pending?.reject(error as Error)
      }
      return
    }
    const { pending } = this
    this.pending = undefined
    if (message.type === 'failed') pending?.reject(fromWireError(message.error))
    else pending?.resolve(message)
  }
}

const unexpected = (reply: FromEngine): Error => new Error(`the engine answered ${reply.type} out of turn`)
