import type { RunListEntry } from '../../src-preload/contract/run'
import type { Database } from './database'
import { measuredReadings, type MeasuredReading } from './run/measured-readings'
import { RunLabels } from './run/run-labels'
import { RunList } from './run/run-list'
import { RunOwnership } from './run/run-ownership'
import { WaitingRuns } from './run/run-queue'
import { RunRecords } from './run/run-records'

/** Runs, one repository a concern; what stands below the five passes on to them. */
export class RunStore {
  readonly record: RunRecords
  readonly entries: RunList
  readonly waiting: WaitingRuns
  readonly ownership: RunOwnership
  readonly labels: RunLabels

  constructor(private readonly db: Database) {
    this.record = new RunRecords(db)
    this.entries = new RunList(db)
    this.waiting = new WaitingRuns(db)
    this.ownership = new RunOwnership(db)
    this.labels = new RunLabels(db)
  }

  readonly create: RunRecords['create'] = (...a) => this.record.create(...a)
  readonly resolveId: RunRecords['resolveId'] = (...a) => this.record.resolveId(...a)
  readonly get: RunRecords['get'] = (...a) => this.record.get(...a)
  readonly plans: RunRecords['plans'] = (...a) => this.record.plans(...a)
  readonly tasks: RunRecords['tasks'] = (...a) => this.record.tasks(...a)
  readonly measurements: RunRecords['measurements'] = (...a) => this.record.measurements(...a)
  readonly measuredDocuments: RunRecords['measuredDocuments'] = (...a) => this.record.measuredDocuments(...a)
  readonly measuredBy = (readout: string): MeasuredReading[] => measuredReadings(this.db, readout)
  readonly saveMeasurements: RunRecords['saveMeasurements'] = (...a) => this.record.saveMeasurements(...a)

  readonly list = (options: { readonly archived?: boolean } = {}): RunListEntry[] => this.entries.entries(options)

  readonly queued: WaitingRuns['list'] = () => this.waiting.list()
  readonly enqueue: WaitingRuns['put'] = (...a) => this.waiting.put(...a)

  readonly claim: RunOwnership['claim'] = (...a) => this.ownership.claim(...a)
  readonly heartbeat: RunOwnership['heartbeat'] = (...a) => this.ownership.heartbeat(...a)
  readonly finish: RunOwnership['finish'] = (...a) => this.ownership.finish(...a)
  readonly setStatus: RunOwnership['setStatus'] = (...a) => this.ownership.setStatus(...a)
  readonly setControl: RunOwnership['setControl'] = (...a) => this.ownership.setControl(...a)
  readonly takeControl: RunOwnership['takeControl'] = (...a) => this.ownership.takeControl(...a)

  readonly delete: RunLabels['delete'] = (...a) => this.labels.delete(...a)
  readonly restore: RunLabels['restore'] = (...a) => this.labels.restore(...a)
}
