import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FIXTURES, temporaryFolder } from '../../test/support/tiny-model'
import { OpenModels } from './open-models'

it('a model whose file is replaced under the same size, time and inode is another one', async () => {
  const folder = join(temporaryFolder('replaced'), 'model')
  cpSync(join(FIXTURES, 'llama-tied'), folder, { recursive: true })
  const file = join(folder, 'model.safetensors')
  const models = new OpenModels()
  const before = await models.open(folder)
  expect((await models.open(folder)).stamp).toBe(before.stamp)
  const { atime, mtime, size, ino } = statSync(file)
  const bytes = readFileSync(file)
  // one value of one tensor, in its middle
  const { offset, bytes: length } = before.model.weights.at(-3)!
  bytes[offset + Math.floor(length / 2)]! ^= 0x11
  writeFileSync(file, bytes)
  utimesSync(file, atime, mtime)
  expect(statSync(file)).toMatchObject({ size, ino, mtime })
  expect((await models.open(folder)).stamp).not.toBe(before.stamp)
})
