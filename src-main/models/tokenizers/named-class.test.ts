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

interface Named {
  readonly kind: string
  readonly class: string | null
  readonly pre_tokenizer: object
  readonly config: object
  readonly ids: Readonly<Record<string, readonly number[]>>
}
const named = JSON.parse(readFileSync(resolve('test/golden/named-class.json'), 'utf8')) as readonly Named[]

it.each(named.map((n) => [n.kind, n.class ?? 'no class', n] as const))(
  'bytes that are cut in a way of the file, beside a model of kind %s and %s (build/golden/make_named_class.py)',
  async (_, __, { kind, pre_tokenizer, config, ids }) => {
    const folder = temporaryFolder('named-class')
    const base = JSON.parse(readFileSync(resolve('test/fixtures/llama-tied/tokenizer.json'), 'utf8')) as object
    const put = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value))
    put('tokenizer.json', { ...base, pre_tokenizer })
    put('tokenizer_config.json', config)
    put('config.json', { model_type: kind })
    const read = await tokenizerFromFolder(folder, 10_000)
    for (const [text, want] of Object.entries(ids)) expect([text, await read.encode(text, false)]).toEqual([text, want])
  },
)
