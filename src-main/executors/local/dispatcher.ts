import { LabError } from '../../../src-preload/contract/errors'
import { batchMacs, programUse, type Macs, type ProgramUse } from '../../experiments/estimate'
import type { WorkBatch, WorkQueue } from '../../experiments/work-queue'
import type { Readout } from '../../engine/readouts/readout'
import type { ScheduleDag } from '../../engine/schedule/dag'
import { ProgramCache } from '../../engine/schedule/program-cache'
import type { ExecutionOptions, Job, ReadingSink } from '../executor'
import type { EngineGroup } from './engine-group'
import type { Ledger } from './ledger'
import type { Progress } from './progress'

/** Engines may be lost this often in a row without a finished batch between. */
const LOSSES_BORNE = 2
const FEWEST_TOKENS = 32

export interface Dispatch {
  readonly job: Job
  readonly readout: Readout
  /** Of the job's schedules. */
  readonly dag: ScheduleDag
  readonly group: EngineGroup
  /** The job's schedules by the numbers that the engines know them by. */
  readonly numbers: readonly number[]
  readonly queue: WorkQueue
  readonly ledger: Ledger
  readonly progress: Progress
  readonly sink: ReadingSink
}

/**
 * Hands batches to engines and what they read to the sink. An engine that dies or runs out of memory is replaced, and its
 * batch halved; the third time without a finished batch the error is passed on.
 */
export class Dispatcher {
  private readonly uses = new Map<readonly number[], ProgramUse & { readonly layerApplications: number }>()
  private readonly programs: ProgramCache
  private readonly cancels = new Map<number, () => void>()
  private lossesLeft = LOSSES_BORNE
  private failed = false

  constructor(
    private readonly d: Dispatch,
    private maxTokens: number,
    private readonly options: Pick<ExecutionOptions, 'signal' | 'onLog'>,
  ) {
    this.programs = new ProgramCache(d.dag)
  }

  /** All the work that waits, as batches; the first of them is a sample of its rows. */
  rehearse(): { readonly macs: readonly Macs[]; readonly sample: WorkBatch | null } {
    const queue = this.d.queue.again()
    const macs: Macs[] = []
    let sample: WorkBatch | null = null
    for (let batch = this.take(queue); batch; batch = this.take(queue)) {
      sample ??= batch
      macs.push(this.macsOf(batch))
    }
    return { macs, sample }
  }

  /** @returns whether everything was computed (false when cancelled) */
  async run(): Promise<boolean> {
    const { signal } = this.options
    const stop = (): void => this.cancelAll()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const results = await Promise.allSettled(Array.from({ length: this.d.group.size }, (_, i) => this.workWith(i)))
      const failure = results.find((r) => r.status === 'rejected')
      if (failure) throw failure.reason
      return !signal.aborted
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  private async workWith(engine: number): Promise<void> {
    while (!this.options.signal.aborted && !this.failed) {
      const batch = this.take(this.d.queue)
      if (!batch) return
      try {
        await this.runBatch(engine, batch)
      } catch (error) {
        // another engine's failure or a person's cancel must not be hidden behind the ones it causes
        if (!this.options.signal.aborted) {
          this.failed = true
          this.cancelAll()
        }
        throw error
      }
    }
  }

  private async runBatch(engine: number, batch: WorkBatch): Promise<void> {
    const { group, job, sink, ledger, progress } = this.d
    const done = new Set<number>()
    const macs = this.macsOf(batch)
    const indexOf = new Map(batch.wanted.map((s) => [this.numberOf(s), s]))
    const advance = (): void => {
      ledger.advance(engine, (macs.layers * done.size) / batch.wanted.length)
      progress.running()
    }
    const call = group.engine(engine).run(
      { rows: batch.rows, wanted: batch.wanted.map((s) => this.numberOf(s)), readout: job.readout },
      (readings) => {
        const schedules = readings.schedules.flatMap((n) => indexOf.get(n) ?? [])
        sink.accept(batch.results, { ...readings, schedules })
        for (const s of schedules) done.add(s)
        advance()
      },
      advance,
    )
    this.cancels.set(engine, call.cancel)
    try {
      if (!(await call.answer)) return
      this.lossesLeft = LOSSES_BORNE
      const { layerApplications } = this.useOf(batch.wanted)
      ledger.finish(engine, { batch, macs, layerApplications })
      ledger.peakPrivateBytes = Math.max(ledger.peakPrivateBytes, group.privateBytes())
    } catch (error) {
      if (!isEngineLoss(error)) throw error
      await this.recover(engine, batch, done, error)
    } finally {
      this.cancels.delete(engine)
    }
  }

  /** Starts a new engine in the place of a lost one, and puts the batch back to be taken at half the size. */
  private async recover(engine: number, batch: WorkBatch, done: ReadonlySet<number>, error: LabError): Promise<void> {
    const { signal } = this.options
    if (signal.aborted) return
    if (this.lossesLeft-- <= 0) throw error
    this.maxTokens = Math.max(FEWEST_TOKENS, Math.floor(Math.min(this.maxTokens, batch.tokens) / 2))
    this.options.onLog(`${error.message}; trying again with ${this.maxTokens} tokens a batch`)
    this.d.queue.putBack(batch, done)
    try {
      await this.d.group.replace(engine, signal)
    } catch (failure) {
      if (!signal.aborted) throw failure
    }
  }

  private take(queue: WorkQueue): WorkBatch | null {
    return queue.take(this.maxTokens, this.d.group.size)
  }

  private macsOf(batch: WorkBatch): Macs {
    return batchMacs(this.d.job.model.cost, this.useOf(batch.wanted), batch.rows)
  }

  private useOf(wanted: readonly number[]): ProgramUse & { readonly layerApplications: number } {
    let use = this.uses.get(wanted)
    if (!use) {
      const { dag, readout } = this.d
      const program = this.programs.get(wanted, readout)
      use = { ...programUse(program, dag, wanted, readout), layerApplications: program.layerApplications }
      this.uses.set(wanted, use)
    }
    return use
  }

  private numberOf(schedule: number): number {
    return this.d.numbers[schedule] ?? -1
  }

  private cancelAll(): void {
    for (const cancel of this.cancels.values()) cancel()
  }
}

const isEngineLoss = (error: unknown): error is LabError =>
  error instanceof LabError && (error.code === 'engine.died' || error.code === 'engine.out-of-memory')
