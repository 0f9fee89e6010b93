import { LabError } from '../../../src-preload/contract/errors'
import { transact, type Database } from '../database'
import { presentStatus, readRow } from './run-row'

/** What a person changes about runs; what is absent stays. */
export interface RunEdit {
  readonly name?: string | undefined
  readonly note?: string | undefined
  readonly archived?: boolean | undefined
  readonly addTags?: readonly string[] | undefined
  readonly removeTags?: readonly string[] | undefined
}

/** What a person hangs on runs: name, note, tags; and which are out of sight: the archive and the trash. */
export class RunLabels {
  constructor(private readonly db: Database) {}

  /** All runs, or none. Throws `store.unknown-run`. */
  edit(ids: readonly string[], { name, note, archived, addTags = [], removeTags = [] }: RunEdit): void {
    const set = this.db.prepare(
      `UPDATE run SET name = coalesce(?, name), note = coalesce(?, note), archived = coalesce(?, archived) WHERE id = ?`,
    )
    const addTag = this.db.prepare('INSERT INTO run_tag (run_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING')
    const removeTag = this.db.prepare('DELETE FROM run_tag WHERE run_id = ? AND tag = ?')
    transact(this.db, () => {
      for (const id of ids) {
        readRow(this.db, id)
        set.run(name ?? null, note ?? null, archived === undefined ? null : Number(archived), id)
        for (const tag of addTags) addTag.run(id, tag)
        for (const tag of removeTags) removeTag.run(id, tag)
      }
    })
  }

  tags(id: string): string[] {
    return tagsOf(this.db, id)
  }

  /**
   * Takes runs out of every list, all of them or none; `restore` brings them back. Scores stay, they belong to their
   * content. Throws `store.not-resumable` where one is being computed.
   */
  delete(ids: readonly string[]): void {
    const remove = this.db.prepare(
      `UPDATE run SET deleted_at = ?, status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END WHERE id = ?`,
    )
    transact(this.db, () => {
      for (const id of ids) {
        if (presentStatus(readRow(this.db, id)) === 'running')
          throw new LabError('store.not-resumable', `the run ${id} is being computed; cancel it first`, { run: id })
        remove.run(new Date().toISOString(), id)
      }
    })
  }

  restore(ids: readonly string[]): void {
    const restore = this.db.prepare('UPDATE run SET deleted_at = NULL WHERE id = ?')
    transact(this.db, () => {
      for (const id of ids) restore.run(id)
    })
  }
}

export const tagsOf = (db: Database, id: string): string[] =>
  db.prepare<[string], string>('SELECT tag FROM run_tag WHERE run_id = ? ORDER BY tag').pluck().all(id)
