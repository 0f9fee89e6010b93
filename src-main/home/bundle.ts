import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { open as openFile, type Entry, type ZipFile } from 'yauzl'
import { z } from 'zod'
import { LabError } from '../../src-preload/contract/errors'
import { DATABASE_FILE } from '../store/database'

export const BUNDLE_FORMAT = 1
export const BUNDLE_MANIFEST = 'bundle.json'

/** What a bundle of runs says of itself. */
const manifestSchema = z.object({
  format: z.number().int().min(1),
  atelier: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  runs: z.array(z.object({ run: z.string(), name: z.string(), model: z.string(), fingerprint: z.string() })),
  database: z.object({ file: z.literal(DATABASE_FILE), sha256: z.string() }),
})
export type BundleManifest = z.output<typeof manifestSchema>

/** Whether a file begins as zip files do. */
export async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1') === 'PK\x03\x04'
  } finally {
    await file.close()
  }
}

/** Takes the database out of a bundle into a folder. Throws `store.no-bundle` where it is cut, changed, or something else. */
export async function unpackBundle(path: string, folder: string): Promise<void> {
  const refuse = (why: string, cause?: unknown): LabError =>
    new LabError(
      'store.no-bundle',
      `${basename(path)}: ${why}; choose a bundle that Atelier made, or copy it again from where it came`,
      { path },
      { cause },
    )
  const zip = await openZip(path).catch((cause: unknown) => {
    throw refuse('is no whole zip file', cause)
  })
  try {
    const entries = await entriesOf(zip).catch((cause: unknown) => {
      throw refuse('is no whole zip file', cause)
    })
    const [about, database] = [entries.get(BUNDLE_MANIFEST), entries.get(DATABASE_FILE)]
    if (!about || !database) throw refuse(`has no ${about ? DATABASE_FILE : BUNDLE_MANIFEST} and is no bundle`)
    const manifest = manifestOf(await text(await contentOf(zip, about)))
    if (!manifest) throw refuse(`has a ${BUNDLE_MANIFEST} that is not Atelier's`)
    if (manifest.format > BUNDLE_FORMAT)
      throw new LabError(
        'store.newer',
        `${basename(path)}: was written by a newer Atelier (${manifest.atelier}, bundles of format ${manifest.format}); update Atelier`,
        { path },
      )
    const hash = createHash('sha256')
    const counted = new Transform({
      transform: (chunk: Buffer, _, done) => {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    await pipeline(await contentOf(zip, database), counted, createWriteStream(join(folder, DATABASE_FILE))).catch(
      (cause: NodeJS.ErrnoException) => {
        throw cause.code === undefined ? refuse(`has a damaged ${DATABASE_FILE}`, cause) : cause
      },
    )
    if (hash.digest('hex') !== manifest.database.sha256)
      throw refuse(`has another ${DATABASE_FILE} than it was made with`)
  } finally {
    zip.close()
  }
}

function manifestOf(json: string): BundleManifest | null {
  try {
    return manifestSchema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}

const openZip = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    openFile(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(error)
      else resolve(zip)
    })
  })

const entriesOf = (zip: ZipFile): Promise<Map<string, Entry>> =>
  new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })

const contentOf = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error)
      else resolve(stream)
    })
  })
