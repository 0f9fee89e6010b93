import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { LabError } from '../../src-preload/contract/errors'
import { MIGRATIONS } from './migrations'

export type Database = Sqlite.Database

export const DATABASE_FILE = 'atelier.db'

/**
 * Opens the database of a data folder, making or migrating it first. Before every migration a copy is put beside it.
 * Throws `store.newer` for a file of a later version, `store.*` for one that cannot be used.
 */
export async function openDatabase(
  home: string,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<Database> {
  const file = join(home, DATABASE_FILE)
  try {
    mkdirSync(home, { recursive: true })
    const db = new Sqlite(file, { timeout: 15_000 })
    try {
      // SQLite does not wait by itself where two hosts turn a new file to WAL at the same moment
      await untilFree(() => db.pragma('journal_mode = WAL'))
      db.pragma('synchronous = NORMAL')
      db.pragma('foreign_keys = ON')
      if (pending(db, migrations, file).length > 0) await migrate(db, home, migrations, file)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw asStoreError(error, file)
  }
}

/** Names of migrations still to run. Throws `store.newer` where the file has one that this version does not know. */
function pending(db: Database, migrations: Readonly<Record<string, Migration>>, file: string): string[] {
  const names = Object.keys(migrations)
  const exists = db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`).get()
  const done = exists
    ? db
        .prepare<[], { name: string }>('SELECT name FROM kysely_migration ORDER BY name')
        .all()
        .map((r) => r.name)
    : []
  const unknown = done.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new LabError(
      'store.newer',
      `${file}: was written by a newer Atelier (it has the migration ${unknown}); update Atelier, or use another --home`,
      { migration: unknown },
    )
  }
  return names.filter((name) => !done.includes(name))
}

/** Two hosts may start at once: a lock of SQLite's own keeps them apart, and is gone when its holder is. */
async function migrate(
  db: Database,
  home: string,
  migrations: Readonly<Record<string, Migration>>,
  file: string,
): Promise<void> {
  const lock = new Sqlite(join(home, '.migration-lock.db'), { timeout: 0 })
  try {
    await untilFree(() => lock.exec('BEGIN EXCLUSIVE'))
    const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: db }) })
    const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })
    const names = pending(db, migrations, file)
    // a new file holds nothing that could be lost
    const isNew = names.length === Object.keys(migrations).length
    for (const name of names) {
      if (!isNew) backUp(db, home, name)
      // kysely takes SQLite for a database that cannot change its schema in a transaction: it can
      db.exec('BEGIN IMMEDIATE')
      const { error } = await migrator.migrateTo(name)
      db.exec(error === undefined ? 'COMMIT' : 'ROLLBACK')
      if (error !== undefined)
        throw new LabError(
          'store.migration',
          `${file}: the migration ${name} failed (${(error as Error).message}); nothing was changed, and a copy from before lies beside the file`,
          { migration: name },
          { cause: error },
        )
    }
  } finally {
    lock.close()
  }
}

/** Tries again while another holds the file, without blocking: the holder may be in this process. */
async function untilFree(attempt: () => unknown): Promise<void> {
  for (const deadline = Date.now() + LOCK_WAIT_MS; ; await setTimeout(50)) {
    try {
      attempt()
      return
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY') || Date.now() > deadline) throw error
    }
  }
}

const LOCK_WAIT_MS = 60_000

function backUp(db: Database, home: string, before: string): void {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  copyDatabase(db, join(home, `atelier-before-${before}-${stamp}.db`))
}

/** Copies all of a database into a new file, whole or not at all. Throws `store.*`. */
export function copyDatabase(db: Database, path: string): void {
  const part = `${path}.part`
  try {
    db.prepare('VACUUM INTO ?').run(part)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw asStoreError(error, path)
  }
}

/** Runs `work` in one transaction, begun for writing: all of it is stored, or nothing. Throws `store.*`. */
export function transact<T>(db: Database, work: () => T): T {
  try {
    return db.transaction(work).immediate()
  } catch (error) {
    throw asStoreError(error, db.name)
  }
}

/** SQLite's errors as sentences: what happened, what to do. Other errors pass through. */
function asStoreError(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (error instanceof LabError || typeof code !== 'string') return error
  const because = { cause: error }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return new LabError(
      'store.full',
      `${file}: the disk is full; free some space and resume, nothing stored is lost`,
      {},
      because,
    )
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)
  ) {
    return new LabError(
      'store.read-only',
      `${file}: cannot be opened for writing (${code}); choose a folder you may write to with --home or ATELIER_HOME`,
      {},
      because,
    )
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new LabError(
      'store.busy',
      `${file}: another program holds the database (${code}); try again when it is done`,
      {},
      because,
    )
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
    return new LabError(
      'store.damaged',
      `${file}: is damaged or no database; restore a backup, or move it away to start anew`,
      {},
      because,
    )
  if (code.startsWith('SQLITE_IOERR'))
    return new LabError(
      'store.io',
      `${file}: could not be read or written (${code}); check the disk and resume, what was stored is kept`,
      {},
      because,
    )
  return error
}
