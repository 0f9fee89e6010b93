import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What was trained, by content: the model, the schedule and its device (the scorer), and the task with its recipe and its
 * training rows (the task's fingerprint). Weights are the bytes of a safetensors file; losses are float64.
 */
export const adaptations: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`CREATE TABLE adaptation (
      scorer_id INTEGER NOT NULL REFERENCES scorer (id),
      task_fingerprint TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      recipe TEXT NOT NULL,
      weights BLOB NOT NULL,
      losses BLOB NOT NULL,
      PRIMARY KEY (scorer_id, task_fingerprint)
    ) WITHOUT ROWID`.execute(db)
  },
}
