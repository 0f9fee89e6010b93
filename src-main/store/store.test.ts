import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { openDatabase, type Database } from './database'
import { DocumentStore } from './document-store'
import { MIGRATIONS } from './migrations'
import { ModelStore } from './model-store'
import { RunStore, type NewRun } from './run-store'
import { ScoreStore } from './score-store'

const info = {
  name: 'm',
  path: '/m',
  format: 'gguf',
  family: 'llama',
  nLayers: 2,
  dModel: 1,
  nHeads: 1,
  nKvHeads: 1,
  dHead: 1,
  dMlp: 1,
  dVocab: 1,
  nCtx: 1,
  precision: 'F32',
  parameters: 1,
  bytesOnDisk: 1,
  bytesInMemory: 1,
  tokenizer: { kind: 'x', vocabularySize: 1, addsBos: false, fingerprint: 't' },
  fingerprint: 'f',
} as const
const key = (schedule: string) => ({ fingerprint: 'f', schedule, precision: 'fp32', provider: 'cpu', numerics: 1 })

let home: string
let db: Database
beforeEach(async () => {
  home = temporaryFolder('store')
  db = await openDatabase(home)
  new ModelStore(db).remember(info)
})

describe('scores', () => {
  it('gives back what was put in, whatever the order and the gaps, NaN included', () => {
    const scores = new ScoreStore(db)
    const hashes = Array.from({ length: 3000 }, (_, i) => Buffer.from(`request ${i}`.padEnd(16)))
    const ids = scores.requestIds(hashes)
    expect(scores.requestIds(hashes.slice(100, 110))).toEqual(ids.slice(100, 110))
    const [scorer] = scores.scorerIds([key('0..1')]) as [number]
    const known = new Map<number, { l: number; g: number }>()
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 2999 }), { maxLength: 40 }),
        fc.infiniteStream(fc.oneof(fc.float({ noNaN: true }), fc.constant(NaN))),
        (members, stream) => {
          const l = Float32Array.from(members, () => stream.next().value)
          const g = Uint8Array.from(members, (i) => i % 2)
          scores.add(
            scorer,
            members.map((i) => ids[i]!),
            l,
            g,
          )
          members.forEach((m, i) => known.set(m, { l: l[i]!, g: g[i]! }))
        },
      ),
      { numRuns: 60 },
    )
    const stored = scores.read(scorer, ids)
    ids.forEach((_, i) => {
      const want = known.get(i)
      expect(stored.present[i]).toBe(want ? 1 : 0)
      if (want) expect([stored.loglikelihoods[i], stored.greedy[i]]).toEqual([want.l, want.g])
    })
    const [other] = scores.scorerIds([key('1 0')]) as [number]
    expect(scores.read(other, ids.slice(0, 50)).present.some((p) => p === 1)).toBe(false)
  })

  it('a full disk: a clear error, and what was stored is still there', () => {
    const scores = new ScoreStore(db)
    const ids = scores.requestIds(Array.from({ length: 200_000 }, (_, i) => Buffer.from(`r ${i}`.padEnd(16))))
    const [scorer] = scores.scorerIds([key('0')]) as [number]
    scores.add(scorer, ids.slice(0, 10), new Float32Array(10).fill(-1), new Uint8Array(10))
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
    const all = (): void => scores.add(scorer, ids, new Float32Array(ids.length).fill(-2), new Uint8Array(ids.length))
    expect(all).toThrowError(
      expect.objectContaining({
        code: 'store.full',
        message: expect.stringMatching(/disk is full/) as string,
      }) as Error,
    )
    expect([...scores.read(scorer, ids.slice(0, 10)).loglikelihoods]).toEqual(new Array(10).fill(-1))
    db.pragma('max_page_count = 1073741823')
    all()
    expect(scores.read(scorer, ids).present.every((p) => p === 1)).toBe(true)
  })
})

describe('documents', () => {
  it('imports all rows or none, and keeps equal ones once', () => {
    const store = new DocumentStore(db)
    const first = store.importDataset('t', '/a', [{ x: 1 }, { x: 2 }, { x: 1 }])
    expect(first).toMatchObject({ nDocs: 3, path: '/a' })
    expect(store.datasetIds(first.id).map((id) => store.document(id))).toEqual([{ x: 1 }, { x: 2 }, { x: 1 }])
    expect(db.prepare('SELECT count(*) AS n FROM document').get()).toEqual({ n: 2 })
    expect(store.importDataset('t', '/b', [{ x: 1 }, { x: 2 }, { x: 1 }]).id).toBe(first.id)
  })
})

describe('runs', () => {
  const newRun = (): NewRun => ({
    name: 'r',
    fingerprint: 'f',
    modelName: 'm',
    modelPath: '/m',
    tokenizer: 't',
    experiment: {
      model: 'm',
      plans: ['full'],
      tasks: ['t'],
      device: 'cpu',
      precision: 'fp32',
      readout: 'loglikelihood',
      tags: [],
      note: '',
    },
    device: 'cpu',
    deviceWhy: { code: 'device.asked', message: '', data: {} },
    provider: 'cpu',
    precision: 'fp32',
    numerics: 1,
    addBos: false,
    versions: {},
    note: '',
    tags: ['a'],
    plans: [],
    tasks: [],
  })

  it('a run has one owner; a dead owner reads as interrupted and may be taken over', () => {
    const runs = new RunStore(db)
    const id = runs.create(newRun())
    expect(runs.get(id).status).toBe('running')
    expect(() =>
      runs.claim(id, { device: 'cpu', deviceWhy: { code: 'device.asked', message: '', data: {} } }),
    ).toThrowError(/is being computed by process/)
    expect(() => runs.delete([id])).toThrowError(/cancel it first/)
    // the same process number, but started at another time: not the owner any more
    db.prepare("UPDATE run SET owner = json_set(owner, '$.startedAt', 'another') WHERE id = ?").run(id)
    expect(runs.get(id).status).toBe('interrupted')
    expect(runs.list()[0]).toMatchObject({ status: 'interrupted', tags: ['a'] })
    runs.claim(id, { device: 'cpu', deviceWhy: { code: 'device.asked', message: '', data: {} } })
    expect(runs.get(id).status).toBe('running')
    runs.finish(id, 'done', { layerApplicationsNaive: 3, layerApplicationsComputed: 2, seconds: 1 })
    expect(runs.get(id)).toMatchObject({ status: 'done', cost: { layerApplicationsComputed: 2 } })
    expect(runs.resolveId(id.slice(0, 12))).toBe(id)
    runs.delete([id])
    expect(() => runs.resolveId(id)).toThrowError(/there is no run/)
    expect(runs.list()).toEqual([])
    runs.restore([id])
    expect(runs.list().map((r) => r.run)).toEqual([id])
  })
})

describe('migrations', () => {
  const more = {
    ...MIGRATIONS,
    '9999-more': {
      up: async (k: Parameters<(typeof MIGRATIONS)[string]['up']>[0]) =>
        void (await sql.raw('CREATE TABLE extra (x)').execute(k)),
    },
  }

  it('copies the file before, and refuses it to an older version', async () => {
    db.close()
    const newer = await openDatabase(home, more)
    expect(newer.prepare('SELECT count(*) AS n FROM extra').get()).toEqual({ n: 0 })
    newer.close()
    expect(readdirSync(home).filter((f) => f.startsWith('atelier-before-9999-more'))).toHaveLength(1)
    await expect(openDatabase(home)).rejects.toMatchObject({
      code: 'store.newer',
      message: expect.stringMatching(/newer Atelier.*9999-more/) as string,
    })
  })

  it('stops at one that fails, and leaves the file as it was', async () => {
    db.close()
    const broken = {
      ...MIGRATIONS,
      '0002-broken': {
        up: async (k: Parameters<(typeof MIGRATIONS)[string]['up']>[0]) => {
          await sql.raw('CREATE TABLE half (x)').execute(k)
          await sql.raw('CREATE TABLE half (x)').execute(k)
        },
      },
    }
    await expect(openDatabase(home, broken)).rejects.toMatchObject({ code: 'store.migration' })
    const again = await openDatabase(home)
    expect(again.prepare(`SELECT count(*) AS n FROM sqlite_master WHERE name = 'half'`).get()).toEqual({ n: 0 })
  })

  it('two that open at once make one database', async () => {
    const fresh = temporaryFolder('race')
    const all = await Promise.all(Array.from({ length: 4 }, () => openDatabase(fresh)))
    expect(all.map((d) => d.pragma('integrity_check', { simple: true }))).toEqual(['ok', 'ok', 'ok', 'ok'])
  })

  it('a file that is no database', async () => {
    const other = temporaryFolder('other')
    writeFileSync(join(other, 'atelier.db'), 'this is no database, it is a text of some length'.repeat(100))
    await expect(openDatabase(other)).rejects.toMatchObject({ code: 'store.damaged' })
  })
})
