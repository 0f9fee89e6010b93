import { freemem, totalmem } from 'node:os'
import type { SpawnEngine } from '../../engine/process/engine-client'
import { EngineGroup, type EngineSpec, type Opening } from './engine-group'

/** Engines without work are kept this long. */
const IDLE_MS = 120_000
const LOOK_EVERY_MS = 2_000
/** Engines without work are given back when less than this share of the memory is free. */
const LEAST_FREE = 0.08
/** A graph of more schedules is begun anew. */
const MOST_SCHEDULES = 20_000

/**
 * Keeps engines with their weights between jobs on the same model. Those without work are given back after a while, when
 * memory runs short, and at once when other ones are wanted.
 */
export class EnginePool {
  private isClosed = false
  private idle: { readonly group: EngineGroup; readonly timer: NodeJS.Timeout } | null = null

  constructor(
    private readonly spawn: SpawnEngine,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** Engines of this kind: those that are kept, or new ones. They are given back by `release`, or ended by their `dispose`. */
  async lease(spec: EngineSpec, opening: Opening): Promise<EngineGroup> {
    const kept = this.takeIdle()
    if (kept && serves(kept, spec)) return kept
    kept?.dispose()
    return EngineGroup.open(spec, this.spawn, opening)
  }

  /** Keeps engines for the next job. */
  release(group: EngineGroup): void {
    this.takeIdle()?.dispose()
    if (this.isClosed || !group.isWhole || group.nSchedules > MOST_SCHEDULES) return group.dispose()
    const until = performance.now() + this.idleMs
    const timer = setInterval(
      () => {
        if (performance.now() > until || freemem() < LEAST_FREE * totalmem()) this.takeIdle()?.dispose()
      },
      Math.min(LOOK_EVERY_MS, this.idleMs),
    )
    timer.unref()
    this.idle = { group, timer }
  }

  /** Ends what is kept, and keeps nothing any more: engines without a pool would keep their host alive. */
  close(): void {
    this.isClosed = true
    this.takeIdle()?.dispose()
  }

  private takeIdle(): EngineGroup | null {
    const { idle } = this
    this.idle = null
    if (idle) clearInterval(idle.timer)
    return idle?.group ?? null
  }
}

const serves = ({ spec, isWhole }: EngineGroup, wanted: EngineSpec): boolean =>
  isWhole && JSON.stringify(spec) === JSON.stringify(wanted)
