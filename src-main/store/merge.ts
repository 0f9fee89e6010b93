import { inflateSync } from 'node:zlib'
import { transact, type Database } from './database'
import { DocumentStore, type SetDocument } from './document-store'
import { ScoreStore } from './score-store'

export interface Merged {
  readonly runs: number
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
    for (const table of ['setting', 'experiment', 'comparison', 'speed']) copyRows(db, other, table)
    const documents = mapDocuments(db, other)
    const requests = mapByHash(db, other, 'request')
    const sets = mapSets(db, other, documents, requests)
    const scores = copyScores(db, other, requests)
    const runs = copyRuns(db, other, sets)
    copyStates(db, other, sets)
    copyDatasets(db, other, documents)
    return { runs, scores, models }
  })
}

type Row = Record<string, unknown>

/** Copies rows whose keys are new; returns how many. */
function copyRows(db: Database, other: Database, table: string, change: (row: Row) => Row = (row) => row): number {
  const rows = other.prepare<[], Row>(`SELECT * FROM ${table}`).all()
  let copied = 0
  for (const raw of rows) {
    const row = change(raw)
    const names = Object.keys(row)
    copied += db
      .prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
      )
      .run(...names.map((n) => row[n])).changes
  }
  return copied
}

/** Ids of the other database's rows in this one, by the hash that both know them under. */
function mapByHash(db: Database, other: Database, table: 'request' | 'document'): Map<number, number> {
  const find = db.prepare<[Buffer], { id: number }>(`SELECT id FROM ${table} WHERE hash = ?`)
  const insert =
    table === 'request'
      ? db.prepare('INSERT INTO request (hash) VALUES (?)')
      : db.prepare('INSERT INTO document (hash, body) VALUES (?, ?)')
  const ids = new Map<number, number>()
  for (const row of other
    .prepare<[], { id: number; hash: Buffer; body?: string }>(`SELECT * FROM ${table}`)
    .iterate()) {
    ids.set(
      row.id,
      find.get(row.hash)?.id ??
        Number(insert.run(...(table === 'request' ? [row.hash] : [row.hash, row.body])).lastInsertRowid),
    )
  }
  return ids
}

const mapDocuments = (db: Database, other: Database): Map<number, number> => mapByHash(db, other, 'document')

function mapSets(
  db: Database,
  other: Database,
  documents: ReadonlyMap<number, number>,
  requests: ReadonlyMap<number, number>,
): Map<number, number> {
  const store = new DocumentStore(db)
  const ids = new Map<number, number>()
  for (const { id, body } of other
    .prepare<[], { id: number; body: Buffer }>('SELECT id, body FROM doc_set')
    .iterate()) {
    const set = (JSON.parse(inflateSync(body).toString()) as SetDocument[]).map((d) => ({
      ...d,
      documentId: documents.get(d.documentId) as number,
      requestIds: d.requestIds.map((r) => requests.get(r) as number),
    }))
    ids.set(id, store.saveSet(set))
  }
  return ids
}

function copyScores(db: Database, other: Database, requests: ReadonlyMap<number, number>): number {
  const own = new ScoreStore(db)
  const theirs = new ScoreStore(other)
  const ids = [...requests.keys()]
  const here = ids.map((id) => requests.get(id) as number)
  const scorers = other
    .prepare<
      [],
      { id: number; fingerprint: string; schedule: string; precision: string; provider: string; numerics: number }
    >(
      'SELECT scorer.id, fingerprint, canonical AS schedule, precision, provider, numerics FROM scorer JOIN schedule ON schedule.id = schedule_id',
    )
    .all()
  let copied = 0
  scorers.forEach((scorer) => {
    const scores = theirs.read(scorer.id, ids)
    const [ownId] = own.scorerIds([scorer]) as [number]
    const present = own.read(ownId, here).present
    const missing = ids.flatMap((_, i) => (scores.present[i] === 1 && present[i] === 0 ? [i] : []))
    if (missing.length === 0) return
    own.add(
      ownId,
      missing.map((i) => here[i] as number),
      Float32Array.from(missing, (i) => scores.loglikelihoods[i] as number),
      Uint8Array.from(missing, (i) => scores.greedy[i] as number),
    )
    copied += missing.length
  })
  return copied
}

function copyRuns(db: Database, other: Database, sets: ReadonlyMap<number, number>): number {
  const store = new ScoreStore(db)
  const known = new Set(
    db
      .prepare<[], { id: string }>('SELECT id FROM run')
      .all()
      .map((r) => r.id),
  )
  const fresh = (row: Row): boolean => !known.has(row['run_id'] as string)
  const canonical = new Map(
    other
      .prepare<[], { id: number; canonical: string }>('SELECT id, canonical FROM schedule')
      .all()
      .map((r) => [r.id, r.canonical]),
  )
  // a run that was going on when the copy was made goes on nowhere now
  const runs = copyRows(db, other, 'run', (row) => ({ ...row, owner: null, control: null }))
  for (const [table, change] of [
    ['run_tag', (row: Row) => row],
    [
      'run_plan',
      (row: Row) => ({
        ...row,
        schedule_id: store.scheduleIds([canonical.get(row['schedule_id'] as number) as string])[0],
      }),
    ],
    ['run_task', (row: Row) => ({ ...row, doc_set_id: sets.get(row['doc_set_id'] as number) })],
    ['measurement', (row: Row) => row],
  ] as const) {
    for (const row of other.prepare<[], Row>(`SELECT * FROM ${table}`).all().filter(fresh)) {
      const changed: Row = change(row)
      const names = Object.keys(changed)
      db.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
      ).run(...names.map((n) => changed[n]))
    }
  }
  return runs
}

function copyStates(db: Database, other: Database, sets: ReadonlyMap<number, number>): void {
  copyRows(db, other, 'hidden_states', ({ id: _, ...row }) => ({
    ...row,
    doc_set_id: sets.get(row['doc_set_id'] as number),
  }))
}

function copyDatasets(db: Database, other: Database, documents: ReadonlyMap<number, number>): void {
  copyRows(db, other, 'dataset', ({ id: _, ...row }) => {
    const blob = row['documents'] as Buffer
    const ids = Int32Array.from(
      { length: blob.length / 4 },
      (__, i) => documents.get(blob.readInt32LE(4 * i)) as number,
    )
    return { ...row, documents: Buffer.from(ids.buffer) }
  })
}
