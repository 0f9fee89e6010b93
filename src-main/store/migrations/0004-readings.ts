import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const STATEMENTS = [
  // what is read of schedules beside scores: numbers (float32) by scorer and request, as scores are kept
  `CREATE TABLE reading (
    scorer_id INTEGER NOT NULL REFERENCES scorer (id),
    readout TEXT NOT NULL,
    request_id INTEGER NOT NULL REFERENCES request (id),
    data BLOB NOT NULL,
    PRIMARY KEY (scorer_id, readout, request_id)
  ) STRICT, WITHOUT ROWID`,
  // every run says what it reads, and how its plans are chosen
  `UPDATE run SET experiment = json_set(experiment, '$.readout', 'loglikelihood', '$.strategy', 'given')`,
  // similarities measured before they were readings: they are shown as they are, and none are added
  `ALTER TABLE hidden_states ADD COLUMN precision TEXT NOT NULL DEFAULT 'fp32'`,
]

export const readings: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
