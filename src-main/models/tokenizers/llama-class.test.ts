import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/tiny-model'
import { tokenizerFromFolder } from './from-folder'

const FOLDER = resolve('test/golden/llama-class')
interface Expected {
  readonly name: string
  readonly tokenizer: object
  readonly model: object
  readonly ids: Readonly<Record<string, readonly number[]>>
}
const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as readonly Expected[]

it.each(expected.map((e) => [e.name, e] as const))(
  'a folder that names LlamaTokenizer, %s, is read as transformers reads it (build/golden/make_llama_class.py)',
  async (_, { tokenizer, model, ids }) => {
    const folder = temporaryFolder('llama-class')
    cpSync(FOLDER, folder, { recursive: true })
    const change = (name: string, fields: object): void => {
      const held = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object
      writeFileSync(join(folder, name), JSON.stringify({ ...held, ...fields }))
    }
    change('tokenizer_config.json', tokenizer)
    change('config.json', model)
    const read = await tokenizerFromFolder(folder, 10_000)
    for (const [text, want] of Object.entries(ids)) expect([text, await read.encode(text, false)]).toEqual([text, want])
  },
)
