import type { RunProgress } from '../../../src-preload/contract/run'
import type { Calibration } from '../../engine/process/protocol'
import { secondsFor, type Macs } from '../../experiments/estimate'
import type { ExecutionOptions } from '../executor'
import type { Ledger } from './ledger'

const TELL_EVERY_MS = 500
/** The first seconds say little about the rate: the calibration speaks until this much is done. */
const RATE_AFTER = 0.05

/** Tells how far an execution is, and how long it will still take. */
export class Progress {
  private readonly started = performance.now()
  private computing: { readonly since: number; readonly total: Macs; readonly speed: Calibration } | null = null
  private told = 0

  constructor(
    private readonly ledger: Ledger,
    private readonly nDocuments: number,
    private readonly nEngines: number,
    private readonly options: Pick<ExecutionOptions, 'onProgress'>,
  ) {}

  get seconds(): number {
    return (performance.now() - this.started) / 1000
  }

  get computeSeconds(): number {
    return this.computing ? (performance.now() - this.computing.since) / 1000 : 0
  }

  /** From here on time is taken against this much work. */
  begin(total: Macs, speed: Calibration): void {
    this.computing = { since: performance.now(), total, speed }
  }

  /** At most twice a second. */
  running(): void {
    if (performance.now() - this.told > TELL_EVERY_MS) this.tell('running', '')
  }

  tell(phase: RunProgress['phase'], message: string): void {
    this.told = performance.now()
    const { fraction, secondsLeft } = this.outlook()
    this.options.onProgress({
      phase,
      fraction,
      secondsLeft,
      secondsElapsed: this.seconds,
      documentsDone: this.ledger.documentsDone,
      documents: this.nDocuments,
      message,
    })
  }

  private outlook(): Pick<RunProgress, 'fraction' | 'secondsLeft'> {
    if (!this.computing) return { fraction: 0, secondsLeft: null }
    const { total, speed } = this.computing
    const all = secondsFor(total, speed)
    const done = secondsFor({ ...this.ledger.macs, layers: this.ledger.layerMacs }, speed)
    const fraction = all > 0 ? Math.min(1, done / all) : 0
    if (fraction > RATE_AFTER) return { fraction, secondsLeft: (this.computeSeconds * (1 - fraction)) / fraction }
    return { fraction, secondsLeft: all > 0 ? (all - done) / Math.max(1, this.nEngines) : null }
  }
}
