import { beforeEach, describe, expect, it } from 'vitest'
import { modelInfo, newDatabase, newRun } from '../../../test/support/store'
import type { Database } from '../database'
import { ModelStore } from '../model-store'
import { RunLabels } from './run-labels'
import { RunList } from './run-list'
import { RunOwnership } from './run-ownership'
import { RunRecords } from './run-records'
import { NO_COST } from './run-row'

let db: Database
let records: RunRecords
beforeEach(async () => {
  db = (await newDatabase()).db
  records = new RunRecords(db)
})

function measured(
  plans: readonly (readonly [plan: string, schedule: string, acc: number])[],
  fingerprint = 'f',
): string {
  const run = records.create({
    ...newRun(
      db,
      plans.map(([plan, schedule]) => [plan, schedule]),
    ),
    fingerprint,
  })
  records.saveMeasurements(
    run,
    plans.map(([, , value], planOrdinal) => ({
      planOrdinal,
      taskOrdinal: 0,
      nDocs: 1,
      nCached: 0,
      metrics: { acc: { value, stderr: null } },
    })),
  )
  return run
}

describe('the list of runs', () => {
  it('has a headline however the full model was written, and of the right model', () => {
    new ModelStore(db).remember(modelInfo('one', 1))
    new ModelStore(db).remember(modelInfo('three', 3))
    const list = new RunList(db)
    const headline = (run: string) => list.entries().find((r) => r.run === run)!.headline
    expect(headline(measured([['0..-1', '0 1', 0.5]]))).toEqual({ full: 0.5, others: null })
    expect(
      headline(
        measured(
          [
            ['0..-1', '0..2', 0.75],
            ['0', '0', 0.25],
            ['0 1', '0 1', 0.5],
          ],
          'three',
        ),
      ),
    ).toEqual({
      full: 0.75,
      others: 0.375,
    })
    expect(
      headline(
        measured(
          [
            ['full', '0', 1],
            ['0 0', '0*2', 0],
          ],
          'one',
        ),
      ),
    ).toEqual({ full: 1, others: 0 })
    expect(headline(measured([]))).toEqual({ full: null, others: null })
  })

  it('a run that has ended is read once, one that goes on again is read anew', () => {
    const list = new RunList(db)
    const run = measured([['full', '0 1', 0.5]])
    const ownership = new RunOwnership(db)
    ownership.finish(run, 'done', { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 })
    expect(list.entries()[0]!.headline.full).toBe(0.5)
    ownership.claim(run, { seen: 'done', device: 'cpu', deviceWhy: { code: 'device.asked', message: '', data: {} } })
    records.saveMeasurements(run, [
      { planOrdinal: 0, taskOrdinal: 0, nDocs: 1, nCached: 0, metrics: { acc: { value: 1, stderr: null } } },
    ])
    expect(list.entries()[0]!.headline.full).toBe(1)
  })

  it('leaves out the trash, and the archive unless asked', () => {
    const [kept, archived, deleted] = [measured([]), measured([]), measured([])]
    new RunOwnership(db).finish(deleted, 'done', NO_COST)
    const labels = new RunLabels(db)
    labels.edit([archived], { archived: true })
    labels.delete([deleted])
    const list = new RunList(db)
    expect(list.entries().map((r) => r.run)).toEqual([kept])
    expect(new Set(list.entries({ archived: true }).map((r) => r.run))).toEqual(new Set([kept, archived]))
  })
})
