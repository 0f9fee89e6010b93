import type { RunProgress } from '../../src-preload/contract/run'
import { HEARTBEAT_EVERY_MS } from '../store/owner'
import type { RunControl } from '../store/run/run-ownership'

/** Why a run is stopped on purpose: the reason of its signal, and the status it then has. */
export const STOPPED = { pause: 'paused', cancel: 'cancelled', giveWay: 'queued' } as const

/** What the store keeps of a run's life. */
export interface LifeSigns {
  readonly heartbeat: (run: string, progress: RunProgress | null) => void
  readonly takeControl: (run: string) => RunControl | null
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

  /** Aborted where somebody asked for it, or the store failed: then work that cannot be kept is not gone on with. */
  get signal(): AbortSignal {
    return this.stop.signal
  }

  show(progress: RunProgress): void {
    this.latest = progress
  }

  /** Throws what the store failed with. */
  end(): void {
    this.cease()
    if (this.failure !== null) throw this.failure
  }

  cease(): void {
    clearInterval(this.timer)
  }

  private beat(): void {
    try {
      this.store.heartbeat(this.run, this.latest)
      const control = this.store.takeControl(this.run)
      if (control !== null) this.stop.abort(STOPPED[control])
    } catch (error) {
      clearInterval(this.timer)
      this.failure = error instanceof Error ? error : new Error(String(error))
      this.stop.abort(this.failure)
    }
  }
}
