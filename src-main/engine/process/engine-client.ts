import { LabError, fromWireError } from '../../../src-preload/contract/errors'
import type { Schedule } from '../../../src-preload/contract/plan/schedule'
import type { Readings } from '../readouts/readout'
import type { Row } from '../rows/row'
import type { Device } from '../../../src-preload/contract/device'
import type {
  Calibration,
  EngineAnswers,
  EngineBatch,
  EngineCall,
  EngineCalls,
  EngineModel,
  EngineNews,
  FromEngine,
  OpenedEngine,
  ToEngine,
} from './protocol'

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

interface PendingCall {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  readonly onNews: ((news: EngineNews) => void) | undefined
}

/**
 * The host's side of one engine process. Answers are matched to calls by number, so that one that comes late answers
 * nothing else. Every call rejects with `engine.died` when the process ends, whatever the cause; the client is of no use
 * afterwards.
 */
export class EngineClient {
  private readonly calls = new Map<number, PendingCall>()
  private lastId = 0
  private dead: LabError | undefined

  constructor(private readonly engine: EngineProcess) {
    engine.onMessage((message) => this.receive(message))
    engine.onExit((reason) => {
      const dead = new LabError('engine.died', `the engine process ${engine.pid} ended: ${reason}`, { pid: engine.pid })
      this.dead = dead
      for (const { reject } of this.calls.values()) reject(dead)
      this.calls.clear()
    })
  }

  get pid(): number {
    return this.engine.pid
  }

  get isAlive(): boolean {
    return this.dead === undefined
  }

  /**
   * @param onWeights bytes of dequantised weights written, and in all
   * @throws `model.*` where the model cannot be opened or is another one by now, `engine.*` where it cannot be loaded
   */
  open(model: EngineModel, onWeights: (done: number, total: number) => void): Promise<OpenedEngine> {
    return this.call('open', model, (news) => {
      if (news.type === 'weights') onWeights(news.done, news.total)
    }).answer
  }

  /** Adds schedules; returns how many the engine knows now. */
  extend(schedules: readonly Schedule[]): Promise<number> {
    return this.call('extend', schedules).answer
  }

  /** @throws `engine.*` where the device does not compute */
  async probe(device: Device): Promise<void> {
    await this.call('probe', device).answer
  }

  /** Measures what this machine does in a second, on rows of the run itself. `answer`: null after `cancel`. */
  calibrate(rows: readonly Row[]): { readonly answer: Promise<Calibration | null>; readonly cancel: () => void } {
    return this.call('calibrate', rows)
  }

  /**
   * `answer`: whether the batch ran to its end (false after `cancel`).
   *
   * @param onReadings what it throws ends the call, and is what `answer` rejects with
   * @throws `engine.readout`, `engine.out-of-memory`, `engine.runtime`, `model.no-head`
   */
  run(
    batch: EngineBatch,
    onReadings: (readings: Readings) => void,
    onApplied: (layerApplications: number) => void,
  ): { readonly answer: Promise<boolean>; readonly cancel: () => void } {
    return this.call('run', batch, (news) => {
      if (news.type === 'readings') onReadings(news)
      else if (news.type === 'applied') onApplied(news.done)
    })
  }

  /**
   * `answer`: whether all answers came to their end (false after `cancel`). `enough`: one of them needs no further token.
   *
   * @param onTokens the next token of some prompts by a schedule, as they come
   * @throws `engine.paper-cache`, `engine.out-of-memory`, `engine.runtime`, `model.no-head`
   */
  generate(
    input: EngineAnswers,
    onTokens: (schedule: number, prompts: readonly number[], tokens: readonly number[]) => void,
  ): {
    readonly answer: Promise<boolean>
    readonly cancel: () => void
    readonly enough: (schedule: number, prompt: number) => void
  } {
    const { answer, cancel, id } = this.call('generate', input, (news) => {
      if (news.type === 'tokens') onTokens(news.schedule, news.prompts, news.tokens)
    })
    const enough = (schedule: number, prompt: number): void => {
      if (this.calls.has(id)) this.engine.send({ id, call: 'enough', schedule, prompt })
    }
    return { answer, cancel, enough }
  }

  /** Ends the process; calls that still wait reject with `engine.died`. */
  dispose(): void {
    if (this.isAlive) this.engine.kill()
  }

  private call<C extends EngineCall>(
    call: C,
    input: EngineCalls[C]['input'],
    onNews?: (news: EngineNews) => void,
  ): { readonly answer: Promise<EngineCalls[C]['output']>; readonly cancel: () => void; readonly id: number } {
    const id = ++this.lastId
    const answer = new Promise<EngineCalls[C]['output']>((resolve, reject) => {
      if (this.dead) return reject(this.dead)
      this.calls.set(id, { resolve, reject, onNews })
      this.engine.send({ id, call, input } as ToEngine)
    })
    return { answer, cancel: () => this.calls.has(id) && this.engine.send({ id, call: 'cancel' }), id }
  }

  private receive(message: FromEngine): void {
    const call = this.calls.get(message.id)
    if (!call) return
    if (message.type === 'news') {
      try {
        call.onNews?.(message.news)
      } catch (error) {
        // a listener that fails (a full disk, say) ends the call, not the host
        this.calls.delete(message.id)
        this.engine.send({ id: message.id, call: 'cancel' })
        call.reject(error)
      }
      return
    }
    this.calls.delete(message.id)
    if (message.type === 'failed') call.reject(fromWireError(message.error))
    else call.resolve(message.value as never)
  }
}
