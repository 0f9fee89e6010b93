import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newDatabase, newRun } from '../../test/support/store'
import { copyDatabase, type Database } from '../store/database'
import { RunRecords } from '../store/run/run-records'
import { clearWeightCache, createBackup, listBackups, mergeBackup, storageSizes } from './backups'

let own: { readonly home: string; readonly db: Database }
beforeEach(async () => {
  own = await newDatabase()
})

describe('backups', () => {
  it('hold everything, and give back what was lost since', async () => {
    const run = new RunRecords(own.db).create(newRun(own.db, [['full', '0 1']]))
    const backup = await createBackup(own)
    expect(await listBackups(own)).toMatchObject([{ path: backup.path, bytes: backup.bytes }])
    own.db.prepare('DELETE FROM run').run()
    expect(await mergeBackup(own, backup.path)).toMatchObject({ runs: 1 })
    expect(new RunRecords(own.db).plans(run)).toHaveLength(1)
    // no copy of the backup is left behind
    expect(readdirSync(own.home).filter((n) => n.startsWith('.merge-'))).toEqual([])
  })

  it('are made one after the other, and are listed when they are whole', async () => {
    const made = [await createBackup(own), await createBackup(own), await createBackup(own)]
    // as a host leaves it that ends while it copies
    writeFileSync(join(own.home, 'backups', 'atelier-then.db.part'), 'half of a database')
    expect((await listBackups(own)).map((b) => b.path).sort()).toEqual(made.map((b) => b.path).sort())
    expect(readdirSync(join(own.home, 'backups'))).toHaveLength(4)
  })

  it('that cannot be written say so in a sentence, and leave nothing', async () => {
    const nowhere = join(own.home, 'nowhere', 'copy.db')
    expect(() => copyDatabase(own.db, nowhere)).toThrowError(
      expect.objectContaining({
        code: 'store.read-only',
        message: expect.stringContaining(nowhere) as string,
      }) as Error,
    )
    mkdirSync(join(own.home, 'taken.db'))
    expect(() => copyDatabase(own.db, join(own.home, 'taken.db'))).toThrowError()
    expect(readdirSync(own.home).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('what is no backup is refused, and changes nothing', async () => {
    const path = join(own.home, 'text.db')
    writeFileSync(path, 'this is a text and no database '.repeat(200))
    for (const wrong of [path, join(own.home, 'nowhere.db'), own.home])
      await expect(mergeBackup(own, wrong)).rejects.toMatchObject({ code: 'store.no-backup' })
    expect(readdirSync(own.home).filter((n) => n.startsWith('.merge-'))).toEqual([])
  })
})

it('the weight cache is counted and emptied', async () => {
  const folder = join(own.home, 'cache', 'weights')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'a'), Buffer.alloc(1000))
  expect((await storageSizes(own)).bytes).toBe(1000)
  expect(await clearWeightCache(own)).toEqual({ bytes: 1000 })
  expect((await storageSizes(own)).bytes).toBe(0)
})

it('weights that an engine is writing now are not taken from under it', async () => {
  const folder = join(own.home, 'cache', 'weights')
  mkdirSync(folder, { recursive: true })
  const [written, left] = [`.model.${process.pid}.tmp`, '.model.999999999.tmp']
  for (const name of ['model.f32', written, left]) writeFileSync(join(folder, name), Buffer.alloc(10))
  expect(await clearWeightCache(own)).toEqual({ bytes: 20 })
  expect(readdirSync(folder)).toEqual([written])
})
