import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const STATEMENTS = [
  // runs that wait, are asked to stop from elsewhere, show where they stand, and can be brought back after deletion
  `ALTER TABLE run ADD COLUMN queue_position REAL`,
  `ALTER TABLE run ADD COLUMN control TEXT`,
  `ALTER TABLE run ADD COLUMN progress TEXT`,
  `ALTER TABLE run ADD COLUMN deleted_at TEXT`,

  `CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE experiment (id TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT) STRICT`,
  `CREATE TABLE comparison (id TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, created_at TEXT NOT NULL) STRICT`,

  // how fast this computer is, measured on a model's own rows: what estimates are made of
  `CREATE TABLE speed (
    fingerprint TEXT NOT NULL,
    device TEXT NOT NULL,
    n_engines INTEGER NOT NULL,
    layer_macs_per_second REAL NOT NULL,
    head_macs_per_second REAL NOT NULL,
    measured_at TEXT NOT NULL,
    PRIMARY KEY (fingerprint, device)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE hidden_states (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL REFERENCES model (fingerprint),
    model_name TEXT NOT NULL,
    plan TEXT NOT NULL,
    schedule TEXT NOT NULL,
    task TEXT NOT NULL,
    doc_set_id INTEGER NOT NULL REFERENCES doc_set (id),
    provider TEXT NOT NULL,
    numerics INTEGER NOT NULL,
    body BLOB NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (fingerprint, schedule, doc_set_id, provider, numerics)
  ) STRICT`,
]

export const app: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
