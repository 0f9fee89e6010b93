import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How many examples stand before each question of a run's task. Which they are is kept with the run's documents. */
export const examples: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`ALTER TABLE run_task ADD COLUMN n_examples INTEGER NOT NULL DEFAULT 0`.execute(db)
  },
}
