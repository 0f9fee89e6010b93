import type { Experiment } from '../../src-preload/contract/experiment'
import type { RunProgress } from '../../src-preload/contract/run'
import { LabError } from '../../src-preload/contract/errors'
import type { QueueState } from '../../src-preload/contract/queue'
import type { Context } from '../home/context'
import { STOPPED } from './heartbeat'
import type { RunLifecycle } from './lifecycle'

/**
 * Computes the waiting runs of a data folder one after another. Waiting runs are rows of the database: they outlive this
 * process, and several hosts share them (a run is claimed in one transaction).
 */
export class RunQueue {
  private current: { readonly run: string; readonly stop: AbortController; readonly finished: Promise<void> } | null =
    null
  private held: boolean
  private closed = false

  constructor(
    private readonly context: Context,
    private readonly runs: RunLifecycle,
  ) {
    // what was left over from before is not started behind a person's back
    this.held = context.runs.queued().length > 0
  }

  state(): QueueState {
    return { held: this.held, running: this.current?.run ?? null, waiting: this.context.runs.queued() }
  }

  async add(experiment: Experiment): Promise<string> {
    const run = await this.runs.enqueue(experiment)
    this.changed()
    this.workOn()
    return run
  }

  /** Ends the present batch and keeps the run at hand; what waits behind it waits on. */
  pause(run: string): void {
    if (this.current?.run === run) {
      this.held = true
      this.current.stop.abort(STOPPED.pause)
    } else if (this.statusOf(run) === 'queued') this.context.runs.setStatus(run, 'paused')
    else this.context.runs.setControl(run, 'pause')
    this.changed()
  }

  cancel(run: string): void {
    const status = this.statusOf(run)
    if (this.current?.run === run) this.current.stop.abort(STOPPED.cancel)
    else if (status === 'running') this.context.runs.setControl(run, 'cancel')
    else if (status !== 'done') this.context.runs.setStatus(run, 'cancelled')
    this.changed()
  }

  /** Goes on with a run that is not finished, before all that wait. */
  resume(run: string): void {
    this.context.runs.enqueue(run, 'first')
    this.release()
  }

  move(run: string, before: string | null): void {
    if (this.statusOf(run) !== 'queued')
      throw new LabError('store.not-resumable', `the run ${run} does not wait in the queue`, { run })
    this.context.runs.enqueue(run, before === null ? 'last' : { before })
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
    this.current?.stop.abort()
    await this.current?.finished
  }

  private statusOf(run: string): string {
    return this.context.runs.get(run).status
  }

  private changed(): void {
    this.context.events.tell('queue.changed', this.state())
  }

  private workOn(): void {
    if (this.current || this.held || this.closed) return
    const next = this.context.runs.queued()[0]
    if (!next) return
    const stop = new AbortController()
    const finished = this.compute(next.run, stop.signal).finally(() => {
      this.current = null
      this.changed()
      this.workOn()
    })
    this.current = { run: next.run, stop, finished }
    this.changed()
  }

  private async compute(run: string, signal: AbortSignal): Promise<void> {
    const onProgress = (progress: RunProgress): void => this.context.events.tell('run.progress', { ...progress, run })
    try {
      await this.runs.resume(run, { signal, onProgress, onLog: () => undefined })
    } catch (error) {
      // a run that fails after it was claimed carries its error; one that cannot be claimed or prepared gets it here
      if (this.statusOf(run) === 'queued') this.runs.fail(run, error)
    }
  }
}
