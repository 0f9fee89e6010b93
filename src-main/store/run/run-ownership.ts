import { hostname } from 'node:os'
import { LabError, type Sentence, type WireError } from '../../../src-preload/contract/errors'
import type { RunCost, RunProgress, RunStatus } from '../../../src-preload/contract/run'
import { transact, type Database } from '../database'
import { thisOwner, type Owner } from '../owner'
import { presentStatus, readRow, STOPPED, type RunControl, type RunRow } from './run-row'

/** Which process computes a run: taken, kept alive by heartbeats, given back; and what others ask of it. */
export class RunOwnership {
  constructor(private readonly db: Database) {}

  /**
   * Takes a run that no living process owns, to go on with it. Throws `store.not-resumable` where one does, and where
   * something else has become of the run since it was seen (cancelled, done, deleted by another host).
   */
  claim(
    id: string,
    { seen, device, deviceWhy }: { readonly seen: RunStatus; readonly device: string; readonly deviceWhy: Sentence },
  ): void {
    transact(this.db, () => {
      const row = readRow(this.db, id)
      const status = presentStatus(row)
      if (status === 'running') {
        const owner = JSON.parse(row.owner ?? '{}') as Owner
        throw new LabError(
          'store.not-resumable',
          `the run ${id} is being computed by process ${owner.pid} on ${owner.host}; cancel it there first`,
          { run: id, pid: owner.pid },
        )
      }
      if (status !== seen || row.deleted_at !== null) {
        const became = row.deleted_at === null ? status : 'deleted'
        throw new LabError('store.not-resumable', `the run ${id} is ${became} now, and is not gone on with`, {
          run: id,
        })
      }
      this.db
        .prepare(
          `UPDATE run SET status = 'running', owner = ?, heartbeat_at = ?, control = NULL, error = NULL,
             finished_at = NULL, device = ?, device_why = ? WHERE id = ?`,
        )
        .run(JSON.stringify(thisOwner()), Date.now(), device, JSON.stringify(deviceWhy), id)
    })
  }

  /**
   * Throws `store.full`, `store.busy`, …: whoever beats must be ready for it.
   *
   * @returns false where another process has taken the run over
   */
  heartbeat(id: string, progress: RunProgress | null): boolean {
    return transact(this.db, () => {
      const { changes } = this.db
        .prepare('UPDATE run SET heartbeat_at = ?, progress = ? WHERE id = ? AND owner = ?')
        .run(Date.now(), progress === null ? null : JSON.stringify(progress), id, JSON.stringify(thisOwner()))
      return changes > 0
    })
  }

  /**
   * Ends this process's hold on a run; one that another process has taken over is left to that. The stored cost covers all
   * invocations; what an invocation prints is its own.
   */
  finish(id: string, status: RunStatus, cost: RunCost, error: WireError | null = null): void {
    transact(this.db, () => {
      const row = readRow(this.db, id)
      if (row.owner !== null && row.owner !== JSON.stringify(thisOwner())) return
      // it may be cancelled while it still ends for another reason
      const isCancelled = row.control === 'cancel' && error === null && status !== 'done'
      const before = JSON.parse(row.cost) as RunCost
      const total: RunCost = {
        layerApplicationsNaive: Math.max(before.layerApplicationsNaive, cost.layerApplicationsNaive),
        layerApplicationsComputed: before.layerApplicationsComputed + cost.layerApplicationsComputed,
        seconds: before.seconds + cost.seconds,
      }
      this.db
        .prepare(
          'UPDATE run SET status = ?, owner = NULL, control = NULL, finished_at = ?, cost = ?, error = ? WHERE id = ?',
        )
        .run(
          isCancelled ? 'cancelled' : status,
          new Date().toISOString(),
          JSON.stringify(total),
          error === null ? null : JSON.stringify(error),
          id,
        )
    })
  }

  /** Whether another living process of this computer computes a run: its cores and its memory are taken then. */
  isComputedElsewhere(): boolean {
    const own = JSON.stringify(thisOwner())
    return this.db
      .prepare<[string], Pick<RunRow, 'status' | 'owner' | 'heartbeat_at'>>(
        `SELECT status, owner, heartbeat_at FROM run WHERE status = 'running' AND owner IS NOT NULL AND owner <> ?`,
      )
      .all(own)
      .some((row) => presentStatus(row) === 'running' && (JSON.parse(row.owner ?? '{}') as Owner).host === hostname())
  }

  /** Asks the process that computes a run to stop; one that none computes stops at once. */
  stop(id: string, control: RunControl): void {
    transact(this.db, () => {
      const status = presentStatus(readRow(this.db, id))
      if (status === 'running') {
        // a pause takes no cancel back
        const ask = `UPDATE run SET control = CASE control WHEN 'cancel' THEN control ELSE ? END WHERE id = ?`
        this.db.prepare(ask).run(control, id)
      } else if (control === 'cancel' ? status !== 'done' : status === 'queued') {
        this.db.prepare('UPDATE run SET status = ? WHERE id = ?').run(STOPPED[control], id)
      }
    })
  }

  /** What was asked of the process that computes a run. */
  control(id: string): RunControl | null {
    return this.db.prepare<[string], RunControl | null>('SELECT control FROM run WHERE id = ?').pluck().get(id) ?? null
  }
}
