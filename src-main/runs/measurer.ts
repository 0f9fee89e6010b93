import type { StoredMeasurement } from '../store/run/run-records'
import type { Context } from '../home/context'
import { measureDocuments } from './measure'
import type { PreparedRun } from './preparation'
import type { StoredWork } from './stored-work'

const REFRESH_EVERY_MS = 2_000
/** Refreshing takes a twentieth of the time at most. */
const SHARE = 20

/** Makes the measurements of a run of what is in the store, and keeps them fresh while it goes on. */
export class Measurer {
  private notBefore = performance.now() + REFRESH_EVERY_MS

  constructor(
    private readonly context: Context,
    private readonly run: string,
    private readonly prepared: PreparedRun,
    private readonly scorerIds: readonly number[],
    /** As it was when the run was started. */
    private readonly before: StoredWork,
  ) {}

  /** For others to see. */
  refresh(): void {
    const start = performance.now()
    if (start < this.notBefore) return
    this.save()
    const end = performance.now()
    this.notBefore = end + Math.max(REFRESH_EVERY_MS, SHARE * (end - start))
  }

  save(): void {
    const measured = this.prepared.schedules.flatMap(({ plans }, s) =>
      this.prepared.tasks.flatMap((_, t): StoredMeasurement[] => {
        const result = this.measure(s, t)
        const nCached = this.before.nStored[s]?.[t] ?? 0
        return plans.map((planOrdinal) => ({ planOrdinal, taskOrdinal: t, nCached, ...result }))
      }),
    )
    this.context.runs.record.saveMeasurements(this.run, measured)
  }

  private measure(schedule: number, taskOrdinal: number): Pick<StoredMeasurement, 'nDocs' | 'metrics'> {
    const { readout, tasks } = this.prepared
    const scorerId = this.scorerIds[schedule]
    const task = tasks[taskOrdinal]
    if (scorerId === undefined || !task) return { nDocs: 0, metrics: {} }
    return measureDocuments(this.context, readout, scorerId, task.task, task.documents)
  }
}
