import { cpSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FIXTURES, temporaryFolder } from '../../test/support/tiny-model'
import { openContext, type Context } from '../home/context'
import { ModelService } from './models'

let folder: string
let context: Context
let models: ModelService
beforeEach(async () => {
  folder = temporaryFolder('library')
  context = await openContext(join(folder, 'home'), () => {
    throw new Error('a library starts no engine')
  })
  models = new ModelService(context)
})
afterEach(() => context.db.close())

const copy = (fixture: string, name: string): string => {
  const path = join(folder, name)
  cpSync(join(FIXTURES, fixture), path, { recursive: true })
  return path
}

describe('the library', () => {
  it('takes the bundled models into one that nothing was done with, and leaves others alone', async () => {
    await models.adoptBundled()
    const [first] = await models.list()
    expect(first).toMatchObject({ name: 'painter-16', bundled: true, missing: false, nRuns: 0 })
    models.rename('painter-16', 'mine')
    await models.adoptBundled()
    expect((await models.list()).map((m) => m.name)).toEqual(['mine'])
    await models.add(copy('llama-tied', 'other'))
    models.remove('mine')
    await models.adoptBundled()
    expect((await models.list()).map((m) => m.name)).toEqual(['other'])
  })

  it('knows a model by its content: moved it is found again, another under its name is refused', async () => {
    const path = copy('llama-tied', 'a')
    const { fingerprint } = await models.add(path, 'tiny')
    const elsewhere = copy('llama-tied', 'b')
    rmSync(path, { recursive: true })
    expect(await models.list()).toMatchObject([{ name: 'tiny', missing: true, fits: { fits: false } }])
    await expect(models.inspect('tiny')).rejects.toMatchObject({ code: 'model.not-found' })
    const another = copy('qwen2-plain', 'c')
    await expect(models.locate('tiny', another)).rejects.toMatchObject({ code: 'model.changed' })
    expect(await models.locate('tiny', elsewhere)).toMatchObject({ name: 'tiny', fingerprint })
    await expect(models.add(another, 'tiny')).rejects.toMatchObject({ code: 'model.name-taken' })
    await expect(models.locate('nobody', elsewhere)).rejects.toMatchObject({ code: 'store.unknown-model' })
    expect(() => models.remove('nobody')).toThrowError(/the library has no model nobody/)
  })

  it('reads a model in full once while its files are untouched', async () => {
    const path = copy('llama-tied', 'a')
    const read: number[] = []
    await models.identify(path, (done) => read.push(done))
    expect(read.length).toBeGreaterThan(0)
    read.length = 0
    await models.identify(path, (done) => read.push(done))
    expect(read).toEqual([])
    utimesSync(join(path, 'config.json'), new Date(), new Date(1))
    await models.identify(path, (done) => read.push(done))
    expect(read.length).toBeGreaterThan(0)
  })

  it('a tokenizer that failed is read again once it is mended', async () => {
    const path = copy('llama-tied', 'a')
    const tokenizer = join(path, 'tokenizer.json')
    writeFileSync(tokenizer, '{')
    await expect(models.identify(path)).rejects.toMatchObject({ code: expect.stringMatching(/^model\./) as string })
    cpSync(join(FIXTURES, 'llama-tied', 'tokenizer.json'), tokenizer)
    expect((await models.identify(path)).tokenizer.vocabularySize).toBeGreaterThan(0)
  })
})
