import { STOPPED_EARLY } from '../../src-preload/contract/run'
import { findReadout } from '../engine/readouts/registry'
import type { Context } from '../home/context'
import type { StoredMeasurement } from '../store/run/run-records'
import type { StoredRun } from '../store/run/run-row'
import { measureDocuments } from './measure'

/** Counting again takes a twentieth of the time at most. */
const SHARE = 20

interface Counted {
  /** The database as it was counted. */
  readonly version: string
  readonly notBefore: number
}

/** Brings the measurements of runs that stopped early up to the scores there are, so that tables, figures and samples agree. */
export class Recount {
  private readonly counted = new Map<string, Counted>()

  constructor(private readonly context: Context) {}

  /** Makes a run's measurements those of all of its scores that are in the store now. */
  bringUpToDate(id: string): void {
    const run = this.context.runs.record.get(id)
    // its last refresh may be older than its last score, and others may score for it
    if (!STOPPED_EARLY.has(run.status)) return
    const before = this.counted.get(id)
    const start = performance.now()
    if (before && (before.version === this.version() || start < before.notBefore)) return
    const changed = this.changed(run)
    if (changed.length > 0) this.context.runs.record.saveMeasurements(id, changed)
    const end = performance.now()
    this.counted.set(id, { version: this.version(), notBefore: end + SHARE * (end - start) })
  }

  private changed({
    id,
    fingerprint,
    precision,
    provider,
    numerics,
    experiment,
    status,
  }: StoredRun): StoredMeasurement[] {
    const { record } = this.context.runs
    const readout = { name: experiment.readout, ...findReadout(experiment.readout) }
    const scorers = this.context.scores.findScorers(
      record.plans(id).map(({ schedule }) => ({ fingerprint, schedule, precision, provider, numerics })),
    )
    const tasks = record.tasks(id).map((task) => ({ task, documents: this.context.documents.readSet(task.docSetId) }))
    const before = record.measurements(id)
    // one that waited, and was never begun, has nothing to be counted again
    if (status === 'paused' && before.length === 0) return []
    const known = new Map(before.map((m) => [`${m.planOrdinal} ${m.taskOrdinal}`, m]))
    return scorers.flatMap((scorer, planOrdinal) =>
      tasks.flatMap(({ task, documents }, taskOrdinal): StoredMeasurement[] => {
        if (scorer === undefined) return []
        const measured = measureDocuments(this.context, readout, scorer, task, documents)
        const old = known.get(`${planOrdinal} ${taskOrdinal}`)
        if (measured.nDocs === (old?.nDocs ?? 0)) return []
        return [{ planOrdinal, taskOrdinal, nCached: old?.nCached ?? 0, ...measured }]
      }),
    )
  }

  /** Differs after every write to the database, by this process or by another. */
  private version(): string {
    const { db } = this.context
    const own = db.prepare<[], number>('SELECT total_changes()').pluck().get()
    return `${String(own)} ${String(db.pragma('data_version', { simple: true }))}`
  }
}
