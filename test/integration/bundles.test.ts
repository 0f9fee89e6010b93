import { createHash } from 'node:crypto'
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, it } from 'vitest'
import { fromBuffer } from 'yauzl'
import { ZipFile } from 'yazl'
import type { RunListEntry, RunResult } from '../../src-preload/contract/run'
import { documents, run, runJson } from '../support/cli'
import { expectEqualScores } from '../support/equal-scores'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const MODEL = join(FIXTURES, 'llama-tied')
const [home, folder] = [temporaryFolder('home'), temporaryFolder('bundles')]
const bundle = join(folder, 'wanted.zip')
let wanted: RunResult
let other: RunResult

const measure = (name: string, plans: readonly string[], nDocs: number): Promise<RunResult> => {
  const { lambada, arc } = documents(nDocs)
  const tasks = ['-t', 'lambada_openai', '-t', 'arc_easy']
  const data = ['--data', `lambada_openai=${lambada}`, '--data', `arc_easy=${arc}`]
  const chosen = plans.flatMap((p) => ['-p', p])
  return runJson(home, 'run', '-m', MODEL, ...chosen, ...tasks, ...data, '--name', name, '--samples')
}

/** The files of a zip, by name. */
const unzip = (file: string): Promise<ReadonlyMap<string, Buffer>> =>
  new Promise((resolve, reject) => {
    fromBuffer(readFileSync(file), { lazyEntries: true }, (failed, zip) => {
      if (failed) return reject(failed)
      const files = new Map<string, Buffer>()
      zip.on('end', () => resolve(files))
      zip.on('error', reject)
      zip.on('entry', (entry: { fileName: string }) =>
        zip.openReadStream(entry as never, (error, stream) => {
          if (error) return reject(error)
          const parts: Buffer[] = []
          stream.on('data', (b: Buffer) => parts.push(b))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts))
            zip.readEntry()
          })
        }),
      )
      zip.readEntry()
    })
  })
async function zipped(name: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
  const zip = new ZipFile()
  for (const [path, content] of files) zip.addBuffer(content, path)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(join(folder, name)))
  return join(folder, name)
}
const list = async (at: string): Promise<readonly RunListEntry[]> =>
  JSON.parse((await run(at, 'runs', 'list', '--json')).stdout) as RunListEntry[]

beforeAll(async () => {
  wanted = await measure('Wanted', ['full', 'skip(s=*)', 'looped-parallel(s=1,n=2)'], 24)
  other = await measure('Another', ['full', 'reverse(s=1)'], 30)
  expect(await run(home, 'runs', 'bundle', wanted.run, '--output', bundle)).toMatchObject({ code: 0 })
})

it('another Atelier shows the run as it was, scores of every document included, and computes nothing for it', async () => {
  const there = temporaryFolder('there')
  const told = await run(there, 'runs', 'import', bundle)
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('1 run') as string])
  const runs = await list(there)
  expect(runs.map((r) => [r.run, r.name, r.status])).toEqual([[wanted.run, 'Wanted', 'done']])
  const again = await runJson(there, 'run', '--resume', wanted.run, '--samples')
  expectEqualScores(again, wanted)
  expect(again.cost.layerApplicationsComputed).toBe(0)
  expect(again.measurements.map((m) => m.metrics)).toEqual(wanted.measurements.map((m) => m.metrics))
})

it('imported into what has another run and the same one, it adds what is new and leaves what is there', async () => {
  const before = await run(home, 'runs', 'show', other.run, '--json')
  const own = join(folder, 'other.zip')
  await run(home, 'runs', 'bundle', other.run, '--output', own)
  const there = temporaryFolder('there')
  await run(there, 'runs', 'import', own)
  await run(there, 'runs', 'rename', other.run, 'Mine')
  await run(there, 'runs', 'import', bundle)
  const twice = await run(there, 'runs', 'import', bundle)
  expect(twice.stdout).toContain('0 runs and 0 scores')
  expect((await list(there)).map((r) => r.name).sort()).toEqual(['Mine', 'Wanted'])
  const after = JSON.parse((await run(there, 'runs', 'show', other.run, '--json')).stdout) as RunResult
  expect(after.measurements).toEqual((JSON.parse(before.stdout) as RunResult).measurements)
})

it('brings back a run that was deleted here', async () => {
  await run(home, 'runs', 'delete', wanted.run)
  expect((await list(home)).map((r) => r.name)).toEqual(['Another'])
  expect((await run(home, 'runs', 'import', bundle)).stdout).toContain('1 run')
  expect((await list(home)).map((r) => r.name).sort()).toEqual(['Another', 'Wanted'])
})

it('is readable without Atelier: hashes, settings, versions, tidy scores, samples, a notebook', async () => {
  const files = await unzip(bundle)
  const json = <T>(name: string): T => JSON.parse(String(files.get(name))) as T
  const manifest = json<{ runs: { run: string }[]; database: { file: string; sha256: string } }>('bundle.json')
  expect(manifest.runs.map((r) => r.run)).toEqual([wanted.run])
  expect(createHash('sha256').update(files.get('atelier.db')!).digest('hex')).toBe(manifest.database.sha256)
  const shown = JSON.parse((await run(home, 'runs', 'show', wanted.run, '--json')).stdout) as RunResult
  expect(json(`${wanted.run}/run.json`)).toEqual(shown)
  expect(json<{ plans: string[] }>(`${wanted.run}/experiment.json`).plans).toEqual([
    'full',
    'skip(s=*)',
    'looped-parallel(s=1,n=2)',
  ])

  const rows = parse<Record<string, string>>(files.get('scores.csv')!, { columns: true })
  const expected = wanted.measurements.flatMap((m) =>
    Object.entries(m.metrics).map(([metric, { value }]) => [m.plan, m.task, metric, String(value ?? '')]),
  )
  expect(rows.map((r) => [r['plan'], r['task'], r['metric'], r['value']])).toEqual(expected)
  expect(new Set(rows.map((r) => r['fingerprint']))).toEqual(new Set([wanted.model.fingerprint]))

  const samples = String(files.get(`${wanted.run}/samples.jsonl`))
    .trim()
    .split('\n')
  expectEqualScores(
    { ...wanted, measurements: samples.map((l) => JSON.parse(l) as RunResult['measurements'][number]) },
    wanted,
  )
  expect(json<{ nbformat: number }>('scores.ipynb').nbformat).toBe(4)
  // the other run's documents and scores stay at home
  expect(String(files.get('atelier.db'))).not.toContain(other.run)
})

it('one that was cut, changed, made by a later version, or is something else, is refused in a sentence and changes nothing', async () => {
  const files = new Map(await unzip(bundle))
  const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
  const manifest = JSON.parse(String(files.get('bundle.json'))) as object
  const changed = Buffer.from(files.get('atelier.db')!)
  changed[changed.length - 100]! ^= 1
  writeFileSync(join(folder, 'cut.zip'), readFileSync(bundle).subarray(0, -200))
  const wrong = {
    'cut.zip': /no whole zip/,
    [await zipped('changed.zip', new Map([...files, ['atelier.db', changed]]))]: /another atelier\.db/,
    [await zipped('newer.zip', new Map([...files, ['bundle.json', text({ ...manifest, format: 2 })]]))]:
      /update Atelier/,
    [await zipped('odd.zip', new Map([...files, ['bundle.json', text({})]]))]: /not Atelier's/,
    [await zipped('letters.zip', new Map([['letter.txt', Buffer.from('Dear')]]))]: /no bundle/,
  }
  const there = temporaryFolder('there')
  await run(there, 'runs', 'list')
  const before = readdirSync(there).sort()
  for (const [file, reason] of Object.entries(wrong)) {
    const told = await run(there, 'runs', 'import', join(folder, file.split('/').at(-1)!))
    expect([file, told.code]).toEqual([file, 2])
    expect(told.stderr).toMatch(reason)
    expect(told.stderr.trim().split('\n')).toHaveLength(1)
  }
  expect(await list(there)).toEqual([])
  expect(readdirSync(there).sort()).toEqual(before)
})

it('what cannot be written says so, and leaves nothing', async () => {
  const told = await run(home, 'runs', 'bundle', wanted.run, '--output', join(folder, 'nowhere', 'x.zip'))
  expect([told.code, told.stderr]).toEqual([2, expect.stringContaining('choose another folder') as string])
  expect(readdirSync(folder).filter((n) => n.startsWith('.'))).toEqual([])
})
