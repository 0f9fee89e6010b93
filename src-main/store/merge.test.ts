import { beforeEach, describe, expect, it } from 'vitest'
import { newDatabase, newRun } from '../../test/support/store'
import type { Database } from './database'
import { DocumentStore } from './document-store'
import { mergeDatabase } from './merge'
import { ReadingStore } from './reading-store'
import { WaitingRuns } from './run/run-queue'
import { RunRecords } from './run/run-records'
import { ScoreStore } from './score-store'

let db: Database
let other: Database
beforeEach(async () => {
  db = (await newDatabase()).db
  other = (await newDatabase()).db
})
const key = { fingerprint: 'f', schedule: '1 0', precision: 'fp32', provider: 'cpu', numerics: 1 }
const hash = (text: string): Buffer => Buffer.from(text.padEnd(16))

/** A run of one document, scored and with another reading, as an own database would have made it. */
function fill(database: Database, extra: readonly string[]): string {
  const scores = new ScoreStore(database)
  const documents = new DocumentStore(database)
  // other ids than elsewhere for the same content
  scores.requestIds(extra.map(hash))
  documents.importDataset(
    'extra',
    '/extra',
    extra.map((x) => JSON.stringify(x)),
  )
  const [request = NaN] = scores.requestIds([hash('asked')])
  const [scorer = NaN] = scores.scorerIds([key])
  scores.add(scorer, [request], Float32Array.of(-2), Uint8Array.of(1))
  new ReadingStore(database).add({ scorerId: scorer, readout: 'similarity' }, [request], 2, Float32Array.of(0.5, 0.25))
  const dataset = documents.importDataset('t', '/t', ['{"x":1}'])
  const [documentId = NaN] = documents.datasetIds(dataset.id)
  const docSetId = documents.saveSet([
    { docId: 0, documentId, target: 0, requestIds: [request], lengths: [1], bytes: [1] },
  ])
  const run = newRun(database, [['reverse', '1 0']])
  const records = new RunRecords(database)
  const id = records.create({ ...run, tasks: run.tasks.map((t) => ({ ...t, docSetId })) })
  records.saveMeasurements(id, [
    { planOrdinal: 0, taskOrdinal: 0, nDocs: 1, nCached: 0, metrics: { acc: { value: 1, stderr: null } } },
  ])
  return id
}

describe('a merge', () => {
  it('takes what is new, by content: runs, scores, other readings, documents', () => {
    fill(db, ['a'])
    const run = fill(other, ['b', 'c', 'd'])
    // the scores and readings of both are the same: only those of further requests are new
    const theirs = new ScoreStore(other)
    const [further = NaN] = theirs.requestIds([hash('b')])
    const [scorer = NaN] = theirs.scorerIds([key])
    theirs.add(scorer, [further], Float32Array.of(-3), Uint8Array.of(0))
    new ReadingStore(other).add({ scorerId: scorer, readout: 'similarity' }, [further], 1, Float32Array.of(0.75))
    expect(mergeDatabase(db, other)).toEqual({ runs: 1, scores: 2, models: 0 })

    const [own = NaN] = new ScoreStore(db).scorerIds([key])
    const [b = NaN, asked = NaN] = new ScoreStore(db).requestIds([hash('b'), hash('asked')])
    expect([...new ScoreStore(db).read(own, [b, asked]).loglikelihoods]).toEqual([-3, -2])
    expect(new ReadingStore(db).read({ scorerId: own, readout: 'similarity' }, b)).toEqual(Float32Array.of(0.75))

    const records = new RunRecords(db)
    expect(records.get(run)).toMatchObject({ status: 'interrupted', tags: ['a'] })
    expect(records.plans(run)).toMatchObject([{ plan: 'reverse', schedule: '1 0' }])
    expect(records.measurements(run)).toMatchObject([{ nDocs: 1 }])
    const [task] = records.tasks(run)
    const [document] = new DocumentStore(db).readSet(task!.docSetId)
    expect(document!.requestIds).toEqual([asked])
    expect(new DocumentStore(db).document(document!.documentId)).toEqual({ x: 1 })
  })

  it('starts nothing: a run that waited where it comes from does not wait here', () => {
    const records = new RunRecords(other)
    const waiting = records.create(newRun(other, [['reverse', '1 0']]), 'queued')
    mergeDatabase(db, other)
    expect(new WaitingRuns(db).list()).toEqual([])
    expect(new RunRecords(db).get(waiting)).toMatchObject({ status: 'paused' })
  })

  it('changes nothing that is here, and nothing the second time', () => {
    const run = fill(other, ['b'])
    expect(mergeDatabase(db, other)).toMatchObject({ runs: 1, scores: 2 })
    db.prepare("UPDATE run SET name = 'mine' WHERE id = ?").run(run)
    expect(mergeDatabase(db, other)).toEqual({ runs: 0, scores: 0, models: 0 })
    expect(new RunRecords(db).get(run).name).toBe('mine')
  })
})
