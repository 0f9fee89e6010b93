import { LabError, toWireError, type WireError } from '../../src-preload/contract/errors'
import type { RunCost, RunStatus } from '../../src-preload/contract/run'
import { NO_COST } from './execution'

const TRY_AGAIN_EVERY_MS = 5_000

interface RunEnd {
  readonly run: string
  readonly status: RunStatus
  readonly error: WireError
}

/** Where the end of a run is kept. */
export interface EndStore {
  readonly finish: (run: string, status: RunStatus, cost: RunCost, error: WireError) => void
}

/**
 * Stores how runs ended that failed. Where the store itself is what failed (a full disk, say), it is tried again until it
 * takes the end: a run must not seem to go on.
 */
export class RunEnds {
  private readonly waiting = new Set<RunEnd>()
  private readonly taken = new Set<string>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly store: EndStore,
    private readonly everyMs = TRY_AGAIN_EVERY_MS,
  ) {}

  /** @returns the error as it is passed on: with the run's id, and whether the run can be gone on with */
  interrupt(run: string, error: unknown): unknown {
    const known = error instanceof LabError ? error : null
    const isResumable =
      known !== null &&
      (known.code.startsWith('store.') || known.code === 'engine.died' || known.code === 'engine.out-of-memory')
    this.end({ run, status: isResumable ? 'interrupted' : 'failed', error: toWireError(error) })
    if (!known) return error
    const data = { ...known.data, run, ...(isResumable ? { resumable: true } : {}) }
    return new LabError(known.code, known.message, data, { cause: error })
  }

  /** Whether the error of a run's present invocation was taken. */
  has(run: string): boolean {
    return this.taken.has(run)
  }

  /** A run goes on: its earlier ends are over. */
  begin(run: string): void {
    this.taken.delete(run)
  }

  fail(run: string, error: unknown): void {
    this.end({ run, status: 'failed', error: toWireError(error) })
  }

  /** Ends that could not be stored are lost with the process: its runs then read as interrupted. */
  close(): void {
    clearInterval(this.timer)
  }

  private end(end: RunEnd): void {
    this.taken.add(end.run)
    if (this.tryToStore(end)) return
    this.waiting.add(end)
    this.timer ??= setInterval(() => this.tryAgain(), this.everyMs)
    this.timer.unref()
  }

  get areStored(): boolean {
    return this.waiting.size === 0
  }

  tryAgain(): void {
    for (const end of this.waiting) if (this.tryToStore(end)) this.waiting.delete(end)
    if (this.waiting.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  private tryToStore({ run, status, error }: RunEnd): boolean {
    try {
      this.store.finish(run, status, NO_COST, error)
      return true
    } catch (cause) {
      if (cause instanceof LabError && cause.code.startsWith('store.')) return false
      throw cause
    }
  }
}
