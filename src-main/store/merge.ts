import { inflateSync } from 'node:zlib'
import { LabError } from '../../src-preload/contract/errors'
import { transact, type Database } from './database'
import { DocumentStore, type SetDocument } from './document-store'
import { ScoreStore, type ScorerKey } from './score-store'

export interface Merged {
  readonly runs: number
  /** And other readings. */
  readonly scores: number
  readonly models: number
}

/**
 * Takes everything from another database that this one lacks; nothing here is changed or overwritten. All of it is taken, or
 * nothing. The other database must have been migrated to this version.
 */
export function mergeDatabase(db: Database, other: Database): Merged {
  return transact(db, () => {
    copyRows(db, other, 'model')
    const models = copyRows(db, other, 'library_model')
    for (const table of ['setting', 'experiment', 'comparison', 'report', 'report_block', 'speed'])
      copyRows(db, other, table)
    const documents = mapByHash(db, other, 'document')
    const requests = mapByHash(db, other, 'request')
    const sets = mapSets(db, other, documents, requests)
    const scorers = mapScorers(db, other)
    const scores = copyScores(db, other, requests, scorers) + copyByRequest(db, other, 'reading', requests, scorers)
    copyByRequest(db, other, 'answer', requests, scorers)
    copyRows(db, other, 'adaptation', (row) => ({ ...row, scorer_id: scorers.get(row['scorer_id']) }))
    const runs = bringBack(db, other) + copyRuns(db, other, sets)
    copyRows(db, other, 'hidden_states', ({ id: _, ...row }) => ({ ...row, doc_set_id: sets.get(row['doc_set_id']) }))
    copyDatasets(db, other, documents)
    return { runs, scores, models }
  })
}

type Row = Readonly<Record<string, unknown>>

/** Ids here of what the other database knows by its own. */
class Ids {
  private readonly here = new Map<unknown, number>()

  set(there: number, here: number): void {
    this.here.set(there, here)
  }

  /** A row that refers to one which is not there is a damaged file's. */
  get(there: unknown): number {
    const id = this.here.get(there)
    if (id === undefined) throw new LabError('store.damaged', `the other database lacks row ${String(there)}`)
    return id
  }

  get there(): number[] {
    return [...this.here.keys()].filter((id) => typeof id === 'number')
  }
}

/** Copies rows whose keys are new; returns how many. */
function copyRows(db: Database, other: Database, table: string, change: (row: Row) => Row = (row) => row): number {
  let copied = 0
  for (const row of other.prepare<[], Row>(`SELECT * FROM ${table}`).iterate())
    copied += insertRow(db, table, change(row))
  return copied
}

/** @returns 1 where its key was new, else 0 */
function insertRow(db: Database, table: string, row: Row): number {
  const names = Object.keys(row)
  const values = names.map((n) => `:${n}`)
  return db
    .prepare<[Row]>(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')}) ON CONFLICT DO NOTHING`)
    .run(row).changes
}

/** By the hash that both know them under. */
function mapByHash(db: Database, other: Database, table: 'request' | 'document'): Ids {
  const find = db.prepare<[Buffer], { id: number }>(`SELECT id FROM ${table} WHERE hash = ?`)
  const insert = db.prepare<[Row]>(
    table === 'request'
      ? 'INSERT INTO request (hash) VALUES (:hash)'
      : 'INSERT INTO document (hash, body) VALUES (:hash, :body)',
  )
  const ids = new Ids()
  for (const row of other.prepare<[], Row & { id: number; hash: Buffer }>(`SELECT * FROM ${table}`).iterate())
    ids.set(row.id, find.get(row.hash)?.id ?? Number(insert.run(row).lastInsertRowid))
  return ids
}

function mapSets(db: Database, other: Database, documents: Ids, requests: Ids): Ids {
  const store = new DocumentStore(db)
  const ids = new Ids()
  for (const { id, body } of other
    .prepare<[], { id: number; body: Buffer }>('SELECT id, body FROM doc_set')
    .iterate()) {
    const set = (JSON.parse(inflateSync(body).toString()) as SetDocument[]).map((d) => ({
      ...d,
      documentId: documents.get(d.documentId),
      ...(d.examples ? { examples: d.examples.map((id) => documents.get(id)) } : {}),
      requestIds: d.requestIds.map((r) => requests.get(r)),
      ...(d.answer === undefined ? {} : { answer: requests.get(d.answer) }),
    }))
    ids.set(id, store.saveSet(set))
  }
  return ids
}

function mapScorers(db: Database, other: Database): Ids {
  const ids = new Ids()
  const theirs = other
    .prepare<[], ScorerKey & { id: number }>(
      `SELECT scorer.id, fingerprint, canonical AS schedule, precision, provider, numerics
       FROM scorer JOIN schedule ON schedule.id = schedule_id`,
    )
    .all()
  const ours = new ScoreStore(db).scorerIds(theirs)
  for (const [i, { id }] of theirs.entries()) ids.set(id, ours[i] ?? NaN)
  return ids
}

function copyScores(db: Database, other: Database, requests: Ids, scorers: Ids): number {
  const own = new ScoreStore(db)
  const theirs = new ScoreStore(other)
  const there = requests.there
  const here = there.map((id) => requests.get(id))
  let copied = 0
  for (const scorer of scorers.there) {
    const scores = theirs.read(scorer, there)
    const { present } = own.read(scorers.get(scorer), here)
    const missing = there.flatMap((_, i) => (scores.present[i] === 1 && present[i] === 0 ? [i] : []))
    if (missing.length === 0) continue
    own.add(
      scorers.get(scorer),
      missing.map((i) => here[i] ?? NaN),
      Float32Array.from(missing, (i) => scores.loglikelihoods[i] ?? NaN),
      Uint8Array.from(missing, (i) => scores.greedy[i] ?? 0),
    )
    copied += missing.length
  }
  return copied
}

const copyByRequest = (
  db: Database,
  other: Database,
  table: 'reading' | 'answer',
  requests: Ids,
  scorers: Ids,
): number =>
  copyRows(db, other, table, (row) => ({
    ...row,
    scorer_id: scorers.get(row['scorer_id']),
    request_id: requests.get(row['request_id']),
  }))

/** Runs that are new, with all that belongs to them. One that went on or waited when the copy was made does not do so here. */
function copyRuns(db: Database, other: Database, sets: Ids): number {
  const known = new Set(db.prepare<[], string>('SELECT id FROM run').pluck().all())
  const atRest = (row: Row): Row =>
    row['status'] === 'queued' ? { ...row, status: 'paused', queue_position: null } : row
  const runs = copyRows(db, other, 'run', (row) => ({ ...atRest(row), owner: null, control: null }))
  const schedules = mapSchedules(db, other)
  const belonging: Readonly<Record<string, (row: Row) => Row>> = {
    run_tag: (row) => row,
    run_plan: (row) => ({ ...row, schedule_id: schedules.get(row['schedule_id']) }),
    run_task: (row) => ({ ...row, doc_set_id: sets.get(row['doc_set_id']) }),
    measurement: (row) => row,
  }
  for (const [table, change] of Object.entries(belonging))
    for (const row of other.prepare<[], Row & { run_id: string }>(`SELECT * FROM ${table}`).iterate())
      if (!known.has(row.run_id)) insertRow(db, table, change(row))
  return runs
}

/** Runs that were deleted here and are not there: who adds them wants them. Returns how many. */
function bringBack(db: Database, other: Database): number {
  const kept = other.prepare<[], string>('SELECT id FROM run WHERE deleted_at IS NULL').pluck().all()
  return db
    .prepare('UPDATE run SET deleted_at = NULL WHERE deleted_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(kept)).changes
}

function mapSchedules(db: Database, other: Database): Ids {
  const theirs = other.prepare<[], { id: number; canonical: string }>('SELECT id, canonical FROM schedule').all()
  const ours = new ScoreStore(db).scheduleIds(theirs.map((s) => s.canonical))
  const ids = new Ids()
  for (const [i, { id }] of theirs.entries()) ids.set(id, ours[i] ?? NaN)
  return ids
}

function copyDatasets(db: Database, other: Database, documents: Ids): void {
  copyRows(db, other, 'dataset', ({ id: _, ...row }) => {
    const blob = row['documents'] as Buffer
    const ids = Int32Array.from({ length: blob.length / 4 }, (__, i) => documents.get(blob.readInt32LE(4 * i)))
    return { ...row, documents: Buffer.from(ids.buffer) }
  })
}
