import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { browse, suggestModels } from './file-browser'

const folder = (...parts: string[]): string => {
  const path = join(...parts)
  mkdirSync(path, { recursive: true })
  return path
}
const file = (...parts: string[]): void => writeFileSync(join(...parts), 'x')

function modelIn(...parts: string[]): string {
  const path = folder(...parts)
  file(path, 'config.json')
  file(path, 'model.safetensors')
  return path
}

it('shows what can be chosen: models before folders, documents before folders, nothing hidden', async () => {
  const root = temporaryFolder('browse')
  modelIn(root, 'b-model')
  folder(root, 'a-folder')
  folder(root, '.hidden')
  for (const name of ['m.gguf', 'd.jsonl', 'd.txt', 'd.pdf']) file(root, name)
  const shown = async (kinds: 'model' | 'documents' | 'folder') =>
    (await browse(root, kinds)).entries.map((e) => `${e.kind} ${e.name}`)
  expect(await shown('model')).toEqual(['model b-model', 'model m.gguf', 'folder a-folder'])
  expect(await shown('documents')).toEqual(['file d.jsonl', 'file d.txt', 'folder a-folder', 'folder b-model'])
  expect(await shown('folder')).toEqual(['folder a-folder', 'folder b-model'])
  expect((await browse('/', 'folder')).parent).toBeNull()
  await expect(browse(join(root, 'nowhere'), 'folder')).rejects.toMatchObject({ code: 'host.folder' })
})

it("suggests models of the data folder and of the Hub's cache that are not in the library", async () => {
  const root = temporaryFolder('suggest')
  const known = modelIn(root, 'home', 'models', 'known')
  const downloaded = modelIn(root, 'home', 'models', 'org--new')
  const cached = modelIn(root, 'hub', 'models--org--name', 'snapshots', 'abc')
  folder(root, 'hub', 'datasets--org--data', 'snapshots', 'abc')
  vi.stubEnv('HF_HUB_CACHE', join(root, 'hub'))
  const found = await suggestModels(join(root, 'home'), [known])
  expect(found.filter((m) => m.path.startsWith(root))).toEqual([
    { name: 'org--new', path: downloaded },
    { name: 'org/name', path: cached },
  ])
  vi.unstubAllEnvs()
})
