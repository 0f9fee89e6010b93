import { LabError } from '../../../src-preload/contract/errors'
import type { QueueState } from '../../../src-preload/contract/queue'
import { transact, type Database } from '../database'
import { presentStatus, unknownRun, type RunRow } from './run-row'

export type QueuePlace = { readonly before: string } | 'first' | 'last'

/** The runs that wait, in their order. */
export class WaitingRuns {
  constructor(private readonly db: Database) {}

  list(): QueueState['waiting'] {
    return this.db
      .prepare<[], QueueState['waiting'][number]>(
        `SELECT id AS run, name, (SELECT count(*) FROM run_plan p WHERE p.run_id = run.id) AS nPlans
         FROM run WHERE status = 'queued' AND deleted_at IS NULL ORDER BY queue_position, created_at`,
      )
      .all()
  }

  /**
   * Puts a run that is not being computed among the waiting ones: before another, or last; `first`: before all. Throws
   * `store.unknown-run`, and `store.not-resumable` for one that is computed now or done.
   */
  put(id: string, place: QueuePlace): void {
    transact(this.db, () => {
      const row = this.db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ? AND deleted_at IS NULL').get(id)
      if (!row) throw unknownRun(id)
      const status = presentStatus(row)
      if (status === 'running' || status === 'done')
        throw new LabError('store.not-resumable', `the run ${id} is ${status}: it cannot wait in the queue`, {
          run: id,
        })
      const others = this.list().flatMap(({ run }) => (run === id ? [] : [run]))
      const at = place === 'first' ? 0 : place === 'last' ? others.length : others.indexOf(place.before)
      const move = this.db.prepare(
        `UPDATE run SET status = 'queued', owner = NULL, error = NULL, queue_position = ? WHERE id = ?`,
      )
      for (const [position, run] of others.toSpliced(at < 0 ? others.length : at, 0, id).entries())
        move.run(position, run)
    })
  }
}
