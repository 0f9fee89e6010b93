import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const STATEMENTS = [
  // --- models
  `CREATE TABLE model (
    fingerprint TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    n_layers INTEGER NOT NULL,
    info TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE library_model (
    name TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL REFERENCES model (fingerprint),
    added_at TEXT NOT NULL
  ) STRICT`,
  // what was read in full before, so that it is not read again while its files are untouched
  `CREATE TABLE fingerprint_stamp (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, fingerprint TEXT NOT NULL) STRICT`,

  // --- documents
  `CREATE TABLE document (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, body TEXT NOT NULL) STRICT`,
  `CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    hash BLOB NOT NULL,
    path TEXT NOT NULL,
    n_docs INTEGER NOT NULL,
    documents BLOB NOT NULL,
    imported_at TEXT NOT NULL,
    UNIQUE (task, hash)
  ) STRICT`,
  // documents with their requests under one tokenization, shared by all runs that use them
  `CREATE TABLE doc_set (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, n_docs INTEGER NOT NULL, body BLOB NOT NULL) STRICT`,

  // --- scores, kept by content
  `CREATE TABLE request (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE schedule (id INTEGER PRIMARY KEY, canonical TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE scorer (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL REFERENCES model (fingerprint),
    schedule_id INTEGER NOT NULL REFERENCES schedule (id),
    precision TEXT NOT NULL,
    provider TEXT NOT NULL,
    numerics INTEGER NOT NULL,
    UNIQUE (fingerprint, schedule_id, precision, provider, numerics)
  ) STRICT`,
  `CREATE TABLE score_block (
    scorer_id INTEGER NOT NULL REFERENCES scorer (id),
    block INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (scorer_id, block)
  ) STRICT, WITHOUT ROWID`,

  // --- runs
  `CREATE TABLE run (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    fingerprint TEXT NOT NULL REFERENCES model (fingerprint),
    model_name TEXT NOT NULL,
    model_path TEXT NOT NULL,
    tokenizer TEXT NOT NULL,
    experiment TEXT NOT NULL,
    device TEXT NOT NULL,
    device_why TEXT NOT NULL,
    provider TEXT NOT NULL,
    precision TEXT NOT NULL,
    numerics INTEGER NOT NULL,
    add_bos INTEGER NOT NULL,
    versions TEXT NOT NULL,
    cost TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT,
    note TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    heartbeat_at INTEGER
  ) STRICT`,
  `CREATE INDEX run_by_time ON run (created_at)`,
  `CREATE TABLE run_tag (run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE, tag TEXT NOT NULL, PRIMARY KEY (run_id, tag)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE run_plan (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    plan TEXT NOT NULL,
    schedule_id INTEGER NOT NULL REFERENCES schedule (id),
    affected_layers INTEGER,
    layer_applications INTEGER NOT NULL,
    PRIMARY KEY (run_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE run_task (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    task TEXT NOT NULL,
    kind TEXT NOT NULL,
    metrics TEXT NOT NULL,
    floor REAL NOT NULL,
    fingerprint TEXT NOT NULL,
    source TEXT NOT NULL,
    doc_set_id INTEGER NOT NULL REFERENCES doc_set (id),
    n_docs_total INTEGER NOT NULL,
    PRIMARY KEY (run_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE measurement (
    run_id TEXT NOT NULL,
    plan_ordinal INTEGER NOT NULL,
    task_ordinal INTEGER NOT NULL,
    n_docs INTEGER NOT NULL,
    n_cached INTEGER NOT NULL,
    metrics TEXT NOT NULL,
    PRIMARY KEY (run_id, plan_ordinal, task_ordinal),
    FOREIGN KEY (run_id, plan_ordinal) REFERENCES run_plan (run_id, ordinal) ON DELETE CASCADE,
    FOREIGN KEY (run_id, task_ordinal) REFERENCES run_task (run_id, ordinal) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID`,
]

export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
