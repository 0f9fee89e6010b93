import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Documents that a person took out of a task's list: runs keep theirs. */
export const hiddenDocuments: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`ALTER TABLE dataset ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0`).execute(db)
  },
}
