import { transact, type Database } from './database'

/** What was written after a prompt. */
export interface StoredAnswer {
  readonly tokenIds: readonly number[]
  /** Up to the first stop. */
  readonly text: string
}

/** Answers by content: one for a scorer and a prompt with its limits, whichever run had it written. */
export class AnswerStore {
  private readonly statements

  constructor(private readonly db: Database) {
    this.statements = {
      find: db.prepare<[number, number], { token_ids: Buffer; text: string }>(
        'SELECT token_ids, text FROM answer WHERE scorer_id = ? AND request_id = ?',
      ),
      add: db.prepare(
        `INSERT INTO answer (scorer_id, request_id, token_ids, text) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET token_ids = excluded.token_ids, text = excluded.text`,
      ),
    }
  }

  /** null where none was written. */
  read(scorerId: number, requestId: number): StoredAnswer | null {
    const found = this.statements.find.get(scorerId, requestId)
    if (!found) return null
    const { token_ids: ids, text } = found
    return { tokenIds: Array.from({ length: ids.length / 4 }, (_, i) => ids.readInt32LE(4 * i)), text }
  }

  add(scorerId: number, requestId: number, { tokenIds, text }: StoredAnswer): void {
    const ids = Buffer.from(Int32Array.from(tokenIds).buffer)
    transact(this.db, () => this.statements.add.run(scorerId, requestId, ids, text))
  }
}
