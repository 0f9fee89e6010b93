import type { Experiment } from '../../src-preload/contract/experiment'
import type { RunProgress } from '../../src-preload/contract/run'
import { LabError } from '../../src-preload/contract/errors'
import type { QueueState } from '../../src-preload/contract/queue'
import type { Context } from '../home/context'
import { STOPPED, type RunControl } from '../store/run/run-row'
import type { RunLifecycle } from './lifecycle'

/** What keeps the queue waiting (another host that computes, a database that is held) is looked at again after this long. */
const LOOK_AGAIN_MS = 2_000

/**
 * Computes the waiting runs of a data folder one after another: the machine's cores and memory are for one run at a time,
 * whichever host computes it. Waiting runs are rows of the database: they outlive this process, and several hosts share
 * them (a run is claimed in one transaction).
 */
export class RunQueue {
  private current: { readonly run: string; readonly stop: AbortController; readonly finished: Promise<void> } | null =
    null
  /** Short runs that somebody waits for: they are computed before all others, though the queue is held. */
  private readonly ahead = new Set<string>()
  /** Runs that gave way, and have no place behind yet. */
  private readonly gaveWay = new Set<string>()
  private held: boolean
  private closed = false
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly context: Context,
    private readonly runs: RunLifecycle,
  ) {
    // what was left over from before is not started behind a person's back
    this.held = context.runs.waiting.list().length > 0
  }

  state(): QueueState {
    return { held: this.held, running: this.current?.run ?? null, waiting: this.context.runs.waiting.list() }
  }

  /** @param ahead the run that is being computed gives way at the end of its batch, and goes on afterwards */
  async add(experiment: Experiment, ahead = false): Promise<string> {
    const run = await this.runs.enqueue(experiment)
    if (ahead) {
      this.ahead.add(run)
      this.context.runs.waiting.put(run, 'first')
      if (this.current && !this.ahead.has(this.current.run)) this.current.stop.abort(STOPPED.giveWay)
    }
    this.changed()
    this.workOn()
    return run
  }

  /** Ends the present batch and keeps the run at hand; what waits behind it waits on. */
  pause(run: string): void {
    if (this.current?.run === run) this.held = true
    this.stop(run, 'pause')
  }

  cancel(run: string): void {
    this.ahead.delete(run)
    this.stop(run, 'cancel')
  }

  /** Goes on with a run that is not finished, before all that wait. */
  resume(run: string): void {
    this.runs.settle()
    this.context.runs.waiting.put(run, 'first')
    this.release()
  }

  move(run: string, before: string | null): void {
    if (this.statusOf(run) !== 'queued') {
      throw new LabError('store.not-resumable', `the run ${run} does not wait in the queue`, { run })
    }
    this.context.runs.waiting.put(run, before === null ? 'last' : { before })
    this.changed()
  }

  /** Starts what waits. */
  release(): void {
    this.held = false
    this.changed()
    this.workOn()
  }

  /** Stops at the end of the present batch; the run can be resumed. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    this.current?.stop.abort()
    await this.current?.finished
  }

  private stop(run: string, control: RunControl): void {
    this.context.runs.ownership.stop(run, control)
    if (this.current?.run === run) this.current.stop.abort(STOPPED[control])
    this.changed()
  }

  private statusOf(run: string): string {
    return this.context.runs.record.get(run).status
  }

  private changed(): void {
    this.context.events.tell('queue.changed', this.state())
  }

  private workOn(): void {
    if (this.current || this.closed) return
    const next = this.context.runs.waiting.list()[0]
    if (!next || (this.held && !this.ahead.has(next.run))) return
    if (!this.runs.isSettled || this.context.runs.ownership.isComputedElsewhere()) return this.lookAgain()
    const stop = new AbortController()
    const finished = this.compute(next.run, stop.signal)
    this.current = { run: next.run, stop, finished }
    this.changed()
  }

  /** Never rejects: how the run ended is stored with it. */
  private async compute(run: string, signal: AbortSignal): Promise<void> {
    const onProgress = (progress: RunProgress): void => this.context.events.tell('run.progress', { ...progress, run })
    await this.runs.compute(run, { signal, onProgress, onLog: () => undefined })
    this.current = null
    this.ahead.delete(run)
    if (signal.reason === STOPPED.giveWay) this.gaveWay.add(run)
    this.workOnWhenPossible()
  }

  /** Before those that they gave no way to. One that ended at the same moment has nothing left to wait for. */
  private putBehind(): void {
    const { waiting } = this.context.runs
    for (const run of this.gaveWay) {
      if (this.statusOf(run) === 'queued') {
        const next = waiting.list().find((w) => w.run !== run && !this.ahead.has(w.run))
        waiting.put(run, next ? { before: next.run } : 'last')
      }
      this.gaveWay.delete(run)
    }
  }

  /** A store that cannot be read now (locked, on a full disk) holds the queue up, and does not end it. */
  private workOnWhenPossible(): void {
    if (this.closed) return
    try {
      this.putBehind()
      this.changed()
      this.workOn()
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      this.lookAgain()
    }
  }

  private lookAgain(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.workOnWhenPossible(), LOOK_AGAIN_MS)
    this.timer.unref()
  }
}
