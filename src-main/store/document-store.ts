import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { transact, type Database } from './database'

export interface Dataset {
  readonly id: number
  readonly task: string
  readonly path: string
  readonly nDocs: number
  readonly importedAt: string
  /** Of its content. */
  readonly hash: string
}

/** A document of a run, with its requests under the run's tokenization. */
export interface SetDocument {
  /** The row of the file, from 0. */
  readonly docId: number
  readonly documentId: number
  readonly target: number
  readonly requestIds: readonly number[]
  readonly lengths: readonly number[]
  readonly bytes: readonly number[]
  /** The documents that stand before it as examples, in order; absent where there are none. */
  readonly examples?: readonly number[] | undefined
  /** Of a generating task: the request that its answer is kept under; `requestIds` are whether that is right. */
  readonly answer?: number | undefined
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16)

/** Documents, kept once each; the files they were imported as; and what runs made of them. */
export class DocumentStore {
  constructor(private readonly db: Database) {}

  /** Imports the documents of a task's file, each as JSON text: all of them or, if anything fails, none. */
  importDataset(task: string, path: string, bodies: readonly string[]): Dataset {
    const insert = this.db.prepare<[Buffer, string]>(
      'INSERT INTO document (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    const find = this.db.prepare<[Buffer], { id: number }>('SELECT id FROM document WHERE hash = ?')
    const hash = createHash('sha256')
    for (const body of bodies) hash.update(body).update('\n')
    const digest = hash.digest().subarray(0, 16)
    return transact(this.db, () => {
      const ids = bodies.map((body) => {
        const key = hashOf(body)
        return find.get(key)?.id ?? Number(insert.run(key, body).lastInsertRowid)
      })
      this.db
        .prepare(
          `INSERT INTO dataset (task, hash, path, n_docs, documents, imported_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (task, hash) DO UPDATE SET path = excluded.path, imported_at = excluded.imported_at, hidden = 0`,
        )
        .run(task, digest, path, bodies.length, Buffer.from(Int32Array.from(ids).buffer), new Date().toISOString())
      return this.latestDataset(task) as Dataset
    })
  }

  /** Takes a task's documents out of the list, or brings them back; what runs made of them stays. */
  hideDatasets(task: string, isHidden: boolean): void {
    transact(this.db, () => this.db.prepare('UPDATE dataset SET hidden = ? WHERE task = ?').run(isHidden ? 1 : 0, task))
  }

  /** The documents imported last for a task. */
  latestDataset(task: string): Dataset | undefined {
    return this.db
      .prepare<[string], Dataset>(
        'SELECT id, task, path, n_docs AS nDocs, imported_at AS importedAt, lower(hex(hash)) AS hash FROM dataset WHERE task = ? AND hidden = 0 ORDER BY imported_at DESC, id DESC LIMIT 1',
      )
      .get(task)
  }

  /** Ids of a dataset's documents, in the file's order. */
  datasetIds(id: number): number[] {
    const blob =
      this.db.prepare<[number], { documents: Buffer }>('SELECT documents FROM dataset WHERE id = ?').get(id)
        ?.documents ?? Buffer.alloc(0)
    return Array.from({ length: blob.length / 4 }, (_, i) => blob.readInt32LE(4 * i))
  }

  document(id: number): unknown {
    const body = this.body(id)
    return body === '' ? undefined : JSON.parse(body)
  }

  /** A document's row as JSON text; empty where it is not known. */
  body(id: number): string {
    return this.db.prepare<[number], { body: string }>('SELECT body FROM document WHERE id = ?').get(id)?.body ?? ''
  }

  /** Those of the documents whose row holds `text` (lower case), as a set of ids. */
  containing(text: string, ids: readonly number[]): Set<number> {
    const find = this.db.prepare<[number], string>('SELECT body FROM document WHERE id = ?').pluck()
    return new Set(ids.filter((id) => (find.get(id) ?? '').toLowerCase().includes(text)))
  }

  /** Keeps a run's documents with their requests; equal sets are one. */
  saveSet(documents: readonly SetDocument[]): number {
    const text = JSON.stringify(
      documents.map(({ docId, documentId, target, requestIds, lengths, bytes, examples, answer }) => ({
        docId,
        documentId,
        target,
        requestIds,
        lengths,
        bytes,
        ...(examples && examples.length > 0 ? { examples } : {}),
        ...(answer === undefined ? {} : { answer }),
      })),
    )
    const hash = hashOf(text)
    const find = this.db.prepare<[Buffer], { id: number }>('SELECT id FROM doc_set WHERE hash = ?')
    return transact(this.db, () => {
      this.db
        .prepare('INSERT INTO doc_set (hash, n_docs, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(hash, documents.length, deflateSync(text))
      return (find.get(hash) as { id: number }).id
    })
  }

  countSet(id: number): number {
    return this.db.prepare<[number], { n: number }>('SELECT n_docs AS n FROM doc_set WHERE id = ?').get(id)?.n ?? 0
  }

  readSet(id: number): readonly SetDocument[] {
    const found = this.db.prepare<[number], { body: Buffer }>('SELECT body FROM doc_set WHERE id = ?').get(id)
    return found ? (JSON.parse(inflateSync(found.body).toString()) as SetDocument[]) : []
  }
}
