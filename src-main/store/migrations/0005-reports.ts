import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const STATEMENTS = [
  `CREATE TABLE report (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
  ) STRICT`,
  // a block is written alone: a change of a text leaves the figures beside it as they are
  `CREATE TABLE report_block (
    id TEXT PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    deleted_at TEXT
  ) STRICT`,
  // documents that a person took out of a task's list: runs keep theirs
  `ALTER TABLE dataset ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0`,
  `CREATE INDEX report_block_by_place ON report_block (report_id, position)`,
]

/** Figures, tables and texts that were put on one page; documents that can be taken out of a task's list. */
export const reports: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
