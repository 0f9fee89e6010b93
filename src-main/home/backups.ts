import { mkdirSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import { isBeingWritten } from '../engine/runtime/weight-files'
import { copyDatabase, DATABASE_FILE, openDatabase } from '../store/database'
import { mergeDatabase, type Merged } from '../store/merge'
import { isZip, unpackBundle } from './bundle'
import { weightCacheFolder, type Context } from './context'

/** The data folder and its open database. */
type Home = Pick<Context, 'home' | 'db'>

const folderOf = ({ home }: Pick<Home, 'home'>): string => join(home, 'backups')

export interface Backup {
  readonly path: string
  readonly bytes: number
  readonly createdAt: string
}

/** Copies the whole database into one file beside it. */
export async function createBackup(context: Home): Promise<Backup> {
  mkdirSync(folderOf(context), { recursive: true })
  const createdAt = new Date().toISOString()
  const path = join(folderOf(context), `atelier-${createdAt.slice(0, -1).replaceAll(/[:.]/g, '-')}.db`)
  copyDatabase(context.db, path)
  return { path, bytes: (await stat(path)).size, createdAt }
}

export async function listBackups(context: Pick<Home, 'home'>): Promise<Backup[]> {
  const names = (await readdir(folderOf(context)).catch(() => [])).filter((n) => n.endsWith('.db'))
  const all = await Promise.all(
    names.map(async (name) => {
      const path = join(folderOf(context), name)
      const { size, mtime } = await stat(path)
      return { path, bytes: size, createdAt: mtime.toISOString() }
    }),
  )
  return all.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

/**
 * Adds what a backup, or a bundle of runs, has and the database lacks. Its file is not touched: a copy of the database in it
 * is opened and migrated.
 */
export async function mergeBackup(context: Home, path: string): Promise<Merged> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    throw new LabError('store.no-backup', `${path}: there is no such file; choose a backup that Atelier made`, { path })
  const folder = await mkdtemp(join(dirname(folderOf(context)), '.merge-'))
  try {
    if (await isZip(path)) await unpackBundle(path, folder)
    else await copyFile(path, join(folder, DATABASE_FILE))
    const other = await openDatabase(folder).catch((cause: unknown) => {
      throw cause instanceof LabError && cause.code === 'store.newer'
        ? cause
        : new LabError(
            'store.no-backup',
            `${basename(path)}: is no database of Atelier; choose a backup that Atelier made`,
            { path },
            { cause },
          )
    })
    try {
      return mergeDatabase(context.db, other)
    } finally {
      other.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Bytes of the weight cache and of the database. */
export async function storageSizes(
  context: Pick<Home, 'home'>,
): Promise<{ readonly bytes: number; readonly database: number }> {
  const folder = weightCacheFolder(context.home)
  const sizes = await Promise.all(
    (await readdir(folder).catch(() => [])).map(
      async (n) => (await stat(join(folder, n)).catch(() => null))?.size ?? 0,
    ),
  )
  return { bytes: sizes.reduce((a, b) => a + b, 0), database: (await stat(join(context.home, DATABASE_FILE))).size }
}

/** Empties the weight cache; it is filled again when a model is next run. Returns the bytes that were freed. */
export async function clearWeightCache(context: Pick<Home, 'home'>): Promise<{ readonly bytes: number }> {
  const folder = weightCacheFolder(context.home)
  let bytes = 0
  for (const name of (await readdir(folder).catch(() => [])).filter((n) => !isBeingWritten(n))) {
    const path = join(folder, name)
    bytes += (await stat(path).catch(() => null))?.size ?? 0
    await rm(path, { recursive: true, force: true })
  }
  return { bytes }
}
