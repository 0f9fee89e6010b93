import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { fillDisk, newDatabase } from '../../test/support/store'
import { temporaryFolder } from '../../test/support/tiny-model'
import { openDatabase, type Database } from './database'
import { DocumentStore } from './document-store'
import { MIGRATIONS } from './migrations'
import { ScoreStore } from './score-store'

const key = (schedule: string) => ({ fingerprint: 'f', schedule, precision: 'fp32', provider: 'cpu', numerics: 1 })

let home: string
let db: Database
beforeEach(async () => {
  const fresh = await newDatabase()
  home = fresh.home
  db = fresh.db
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
    const free = fillDisk(db)
    const all = (): void => scores.add(scorer, ids, new Float32Array(ids.length).fill(-2), new Uint8Array(ids.length))
    expect(all).toThrowError(
      expect.objectContaining({
        code: 'store.full',
        message: expect.stringMatching(/disk is full/) as string,
      }) as Error,
    )
    expect([...scores.read(scorer, ids.slice(0, 10)).loglikelihoods]).toEqual(new Array(10).fill(-1))
    free()
    all()
    expect(scores.read(scorer, ids).present.every((p) => p === 1)).toBe(true)
  })
})

describe('documents', () => {
  it('imports all rows or none, and keeps equal ones once', () => {
    const store = new DocumentStore(db)
    const first = store.importDataset('t', '/a', ['{"x":1}', '{"x":2}', '{"x":1}'])
    expect(first).toMatchObject({ nDocs: 3, path: '/a' })
    expect(store.datasetIds(first.id).map((id) => store.document(id))).toEqual([{ x: 1 }, { x: 2 }, { x: 1 }])
    expect(db.prepare('SELECT count(*) AS n FROM document').get()).toEqual({ n: 2 })
    expect(store.importDataset('t', '/b', ['{"x":1}', '{"x":2}', '{"x":1}']).id).toBe(first.id)
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
