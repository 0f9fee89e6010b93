import type { Database } from './database'
import { MeasuredReadings } from './run/measured-readings'
import { RunLabels } from './run/run-labels'
import { RunList } from './run/run-list'
import { RunOwnership } from './run/run-ownership'
import { WaitingRuns } from './run/run-queue'
import { RunRecords } from './run/run-records'

/** Runs, one repository a concern. */
export interface RunStore {
  readonly record: RunRecords
  readonly entries: RunList
  readonly waiting: WaitingRuns
  readonly ownership: RunOwnership
  readonly labels: RunLabels
  readonly readings: MeasuredReadings
}

export const runStore = (db: Database): RunStore => ({
  record: new RunRecords(db),
  entries: new RunList(db),
  waiting: new WaitingRuns(db),
  ownership: new RunOwnership(db),
  labels: new RunLabels(db),
  readings: new MeasuredReadings(db),
})
