import type { RunProgress } from '../../src-preload/contract/run'
import { LabError } from '../../src-preload/contract/errors'
import { HEARTBEAT_EVERY_MS } from '../store/owner'
import { STOPPED, type RunControl } from '../store/run/run-row'

/** What the store keeps of a run's life. */
export interface LifeSigns {
  /** False where another process has taken the run over. */
  readonly heartbeat: (run: string, progress: RunProgress | null) => boolean
  readonly control: (run: string) => RunControl | null
}

/** Shows others that a run is alive and how far it is, and does what they ask of it. */
export class Heartbeat {
  private readonly stop = new AbortController()
  private readonly timer: NodeJS.Timeout
  private latest: RunProgress | null = null
  private failure: Error | null = null

  constructor(
    private readonly store: LifeSigns,
    private readonly run: string,
    everyMs = HEARTBEAT_EVERY_MS,
  ) {
    this.timer = setInterval(() => this.beat(), everyMs)
  }

  /** Aborted where somebody asked for it, the run is another process's now, or the store failed: what cannot be kept is not gone on with. */
  get signal(): AbortSignal {
    return this.stop.signal
  }

  show(progress: RunProgress): void {
    this.latest = progress
  }

  /** Throws what the store failed with, or `store.not-resumable` where the run is another process's now. */
  end(): void {
    this.cease()
    if (this.failure !== null) throw this.failure
  }

  cease(): void {
    clearInterval(this.timer)
  }

  private beat(): void {
    try {
      if (!this.store.heartbeat(this.run, this.latest)) {
        const why = `the run ${this.run} was taken over by another process, which goes on with it`
        throw new LabError('store.not-resumable', why, { run: this.run })
      }
      const control = this.store.control(this.run)
      if (control !== null) this.stop.abort(STOPPED[control])
    } catch (error) {
      clearInterval(this.timer)
      this.failure = error instanceof Error ? error : new Error(String(error))
      this.stop.abort(this.failure)
    }
  }
}
