import { hostname } from 'node:os'
import { LabError, type Sentence, type WireError } from '../../../src-preload/contract/errors'
import type { RunCost, RunProgress, RunStatus } from '../../../src-preload/contract/run'
import { transact, type Database } from '../database'
import { thisOwner, type Owner } from '../owner'
import { presentStatus, readRow, type RunRow } from './run-row'

/** What another process asks of the one that computes a run. */
export type RunControl = 'pause' | 'cancel'

/** Which process computes a run: taken, kept alive by heartbeats, given back; and what others ask of it. */
export class RunOwnership {
  constructor(private readonly db: Database) {}

  /** Takes a run that no living process owns, to go on with it. Throws `store.not-resumable` where one does. */
  claim(id: string, device: { readonly device: string; readonly deviceWhy: Sentence }): void {
    transact(this.db, () => {
      const row = readRow(this.db, id)
      if (presentStatus(row) === 'running') {
        const owner = JSON.parse(row.owner ?? '{}') as Owner
        throw new LabError(
          'store.not-resumable',
          `the run ${id} is being computed by process ${owner.pid} on ${owner.host}; cancel it there first`,
          { run: id, pid: owner.pid },
        )
      }
      this.db
        .prepare(
          `UPDATE run SET status = 'running', owner = ?, heartbeat_at = ?, control = NULL, error = NULL,
             finished_at = NULL, device = ?, device_why = ? WHERE id = ?`,
        )
        .run(JSON.stringify(thisOwner()), Date.now(), device.device, JSON.stringify(device.deviceWhy), id)
    })
  }

  /** Throws `store.full`, `store.busy`, …: whoever beats must be ready for it. */
  heartbeat(id: string, progress: RunProgress | null): void {
    this.update(
      'UPDATE run SET heartbeat_at = ?, progress = ? WHERE id = ? AND owner = ?',
      Date.now(),
      progress === null ? null : JSON.stringify(progress),
      id,
      JSON.stringify(thisOwner()),
    )
  }

  /** Ends this process's hold on a run. The stored cost covers all invocations; what an invocation prints is its own. */
  finish(id: string, status: RunStatus, cost: RunCost, error: WireError | null = null): void {
    transact(this.db, () => {
      const before = JSON.parse(readRow(this.db, id).cost) as RunCost
      const total: RunCost = {
        layerApplicationsNaive: Math.max(before.layerApplicationsNaive, cost.layerApplicationsNaive),
        layerApplicationsComputed: before.layerApplicationsComputed + cost.layerApplicationsComputed,
        seconds: before.seconds + cost.seconds,
      }
      this.db
        .prepare('UPDATE run SET status = ?, owner = NULL, finished_at = ?, cost = ?, error = ? WHERE id = ?')
        .run(status, new Date().toISOString(), JSON.stringify(total), error === null ? null : JSON.stringify(error), id)
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

  setStatus(id: string, status: RunStatus): void {
    this.update('UPDATE run SET status = ? WHERE id = ?', status, id)
  }

  /** Asks the process that computes a run to stop. */
  setControl(id: string, control: RunControl): void {
    this.update('UPDATE run SET control = ? WHERE id = ?', control, id)
  }

  /** What was asked for, once. */
  takeControl(id: string): RunControl | null {
    const asked = this.db.prepare<[string], RunControl | null>('SELECT control FROM run WHERE id = ?').pluck().get(id)
    // read first: a heartbeat takes the lock for writing only where there is something to take
    if (asked === undefined || asked === null) return null
    this.update('UPDATE run SET control = NULL WHERE id = ?', id)
    return asked
  }

  private update(statement: string, ...values: (string | number | null)[]): void {
    transact(this.db, () => this.db.prepare(statement).run(...values))
  }
}
