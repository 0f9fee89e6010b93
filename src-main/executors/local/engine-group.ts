import { canonicalText, type Schedule } from '../../../src-preload/contract/plan/schedule'
import { EngineClient, type SpawnEngine } from '../../engine/process/engine-client'
import type { Calibration, EngineModel, OpenedEngine } from '../../engine/process/protocol'
import type { Row } from '../../engine/rows/row'
import { profileOf } from '../../engine/runtime/device-profile'
import { privateBytes } from '../../system/process-memory'

/** What engines must have in common to serve the same job. */
export type EngineSpec = EngineModel & { readonly nEngines: number }

/** How engines are opened. */
export interface Opening {
  /** Bytes of dequantised weights written, and in all. */
  readonly onWeights: (done: number, total: number) => void
  /** Ends those that still load, which may take minutes; then the opening throws. */
  readonly signal: AbortSignal
}

/** Engines that hold the same model and know the same schedules. */
export class EngineGroup {
  /** Measured on rows of the first job that they served; null before. */
  speed: Calibration | null = null
  private engines: EngineClient[] = []
  private held: OpenedEngine | null = null
  private readonly schedules: Schedule[] = []
  private readonly numbers = new Map<string, number>()

  private constructor(
    readonly spec: EngineSpec,
    private readonly spawn: SpawnEngine,
  ) {}

  static async open(spec: EngineSpec, spawn: SpawnEngine, opening: Opening): Promise<EngineGroup> {
    const group = new EngineGroup(spec, spawn)
    try {
      // the first one may have to write the weight cache, the others then find it
      group.engines.push(await group.start(opening))
      const others = Array.from({ length: spec.nEngines - 1 }, () => group.start(opening))
      group.engines.push(...(await allOrNone(others)))
      return group
    } catch (error) {
      group.dispose()
      throw error
    }
  }

  get size(): number {
    return this.engines.length
  }

  get isWhole(): boolean {
    return this.engines.every((e) => e.isAlive)
  }

  get nSchedules(): number {
    return this.schedules.length
  }

  /** How the engines hold their model. */
  get opened(): OpenedEngine {
    if (!this.held) throw new Error('no engine was opened')
    return this.held
  }

  engine(index: number): EngineClient {
    const engine = this.engines[index]
    if (!engine) throw new Error(`there is no engine ${index}`)
    return engine
  }

  /** Makes schedules known to all engines; returns the numbers that these know them by. */
  async know(schedules: readonly Schedule[]): Promise<number[]> {
    const fresh: Schedule[] = []
    const numbers = schedules.map((schedule) => {
      const key = canonicalText(schedule)
      const number = this.numbers.get(key) ?? this.schedules.length + fresh.length
      if (!this.numbers.has(key)) {
        this.numbers.set(key, number)
        fresh.push(schedule)
      }
      return number
    })
    this.schedules.push(...fresh)
    if (fresh.length > 0) await Promise.all(this.engines.map((e) => e.extend(fresh)))
    return numbers
  }

  /** What one of them does on rows while all of them work. Returns null where `signal` ended it. */
  async calibrate(rows: readonly Row[], signal: AbortSignal): Promise<Calibration | null> {
    const calls = this.engines.map((e) => e.calibrate(rows))
    const cancel = (): void => calls.forEach((call) => call.cancel())
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const speeds = (await Promise.all(calls.map((call) => call.answer))).flatMap((s) => s ?? [])
      if (speeds.length < calls.length) return null
      const mean = (of: (s: Calibration) => number): number => speeds.reduce((sum, s) => sum + of(s), 0) / speeds.length
      return {
        layerMacsPerSecond: mean((s) => s.layerMacsPerSecond),
        headMacsPerSecond: mean((s) => s.headMacsPerSecond),
      }
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Starts an engine in the place of a lost one. */
  async replace(index: number, signal: AbortSignal): Promise<void> {
    this.engine(index).dispose()
    const engine = await this.start({ onWeights: () => undefined, signal })
    this.engines[index] = engine
    await engine.extend(this.schedules)
  }

  /** Private memory of all engines together. */
  privateBytes(): number {
    return this.engines.reduce((sum, e) => sum + privateBytes(e.pid), 0)
  }

  dispose(): void {
    for (const engine of this.engines) engine.dispose()
  }

  private async start({ onWeights, signal }: Opening): Promise<EngineClient> {
    signal.throwIfAborted()
    const client = new EngineClient(this.spawn(profileOf(this.spec.device).environment([])))
    const end = (): void => client.dispose()
    signal.addEventListener('abort', end, { once: true })
    try {
      this.held = await client.open(this.spec, onWeights)
      return client
    } catch (error) {
      client.dispose()
      throw error
    } finally {
      signal.removeEventListener('abort', end)
    }
  }
}

/** All engines, or the first failure after those that did start are ended. */
async function allOrNone(starting: readonly Promise<EngineClient>[]): Promise<EngineClient[]> {
  const results = await Promise.allSettled(starting)
  const failure = results.find((r) => r.status === 'rejected')
  const started = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []))
  if (!failure) return started
  for (const engine of started) engine.dispose()
  throw failure.reason
}
