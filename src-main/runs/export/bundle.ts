import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { sha256OfFile } from '../../system/file-hash'
import { LabError } from '../../../src-preload/contract/errors'
import { BUNDLE_FORMAT, BUNDLE_MANIFEST, type BundleManifest } from '../../home/bundle'
import { VERSIONS, type Context } from '../../home/context'
import { DATABASE_FILE, openDatabase } from '../../store/database'
import { extractRuns } from '../../store/extract'
import { resourceFile } from '../../system/package-files'
import type { RunResults } from '../results'
import { runRecord } from './run-record'
import { scoresCsv } from './scores-table'

/**
 * Writes runs into one zip file for a paper's supplement or a colleague: their part of the database, which another Atelier
 * imports, and the same as files that everything else reads (docs/bundles.md). The file is there whole, or not at all.
 *
 * @param runs ids of runs
 * @param file where the zip is written; what was there is replaced
 */
export async function writeBundle(
  context: Context,
  results: RunResults,
  runs: readonly string[],
  file: string,
): Promise<string> {
  const path = resolve(file)
  const folder = await mkdtemp(join(dirname(path), '.bundle-')).catch((cause: NodeJS.ErrnoException) => {
    throw new LabError(
      'host.usage',
      `${dirname(path)}: cannot be written to (${cause.code ?? cause.message}); choose another folder for the bundle`,
      { path: dirname(path) },
      { cause },
    )
  })
  try {
    const database = await openDatabase(folder)
    try {
      for (const run of runs) results.bringUpToDate(run)
      extractRuns(context.db, database, runs)
      database.pragma('journal_mode = DELETE')
    } finally {
      database.close()
    }
    const part = join(folder, 'bundle.zip')
    await writeZip(context, results, runs, join(folder, DATABASE_FILE), part)
    await rename(part, path)
    return path
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** As `writeBundle`, under a name in the folder that says the run and the date, and that no other file has. */
export async function bundleInto(
  context: Context,
  results: RunResults,
  runs: readonly string[],
  folder: string,
): Promise<string> {
  const [first] = runs
  const name = first === undefined || runs.length > 1 ? `${runs.length} runs` : context.runs.record.get(first).name
  const stem = `atelier_${fileWords(name)}_${new Date().toISOString().slice(0, 10)}`
  let file = join(folder, `${stem}.zip`)
  for (let n = 2; existsSync(file); n++) file = join(folder, `${stem}_${n}.zip`)
  return writeBundle(context, results, runs, file)
}

/** Letters of every script and digits, joined by hyphens. */
const fileWords = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N}.]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)

async function writeZip(
  context: Context,
  results: RunResults,
  runs: readonly string[],
  database: string,
  target: string,
): Promise<void> {
  const zip = new ZipFile()
  const written = pipeline(zip.outputStream, createWriteStream(target))
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
  const stored = runs.map((id) => context.runs.record.get(id))
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT,
    atelier: VERSIONS['atelier'] ?? '',
    createdAt: new Date().toISOString(),
    runs: stored.map((r) => ({ run: r.id, name: r.name, model: r.modelName, fingerprint: r.fingerprint })),
    database: { file: DATABASE_FILE, sha256: await sha256OfFile(database) },
  }
  zip.addBuffer(json(manifest), BUNDLE_MANIFEST)
  zip.addFile(database, DATABASE_FILE)
  zip.addBuffer(Buffer.from(scoresCsv(context, results, runs)), 'scores.csv')
  for (const name of ['README.txt', 'scores.ipynb']) zip.addBuffer(await readFile(resourceFile('bundle', name)), name)
  for (const run of stored) {
    zip.addBuffer(json(runRecord(results, run)), `${run.id}/run.json`)
    zip.addBuffer(json(run.experiment), `${run.id}/experiment.json`)
    zip.addReadStreamLazy(`${run.id}/samples.jsonl`, (done) => done(null, Readable.from(sampleLines(results, run.id))))
  }
  zip.end()
  await written
}

/** One measurement a line, with the score or the answer of every document. */
async function* sampleLines(results: RunResults, run: string): AsyncGenerator<string> {
  for (const measurement of results.measurements(run, await results.definitions(run)))
    yield `${JSON.stringify(measurement)}\n`
}
