import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was written after prompts, by what wrote it: token ids (int32) and their text up to the first stop. */
export const answers: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`CREATE TABLE answer (
      scorer_id INTEGER NOT NULL REFERENCES scorer (id),
      request_id INTEGER NOT NULL REFERENCES request (id),
      token_ids BLOB NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (scorer_id, request_id)
    ) WITHOUT ROWID`.execute(db)
  },
}
