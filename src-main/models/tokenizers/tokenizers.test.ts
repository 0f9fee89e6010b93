import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel } from '../open-model'
import type { GgufMetadata } from '../readers/gguf'
import { tokenizerFromGguf } from './from-gguf'
import { loadTokenizer, type ModelTokenizer } from './model-tokenizer'

const fixtures = resolve(import.meta.dirname, '../../../test/fixtures')

it('kind llama: scores, byte fallback and space prefix as transformers converts them', async () => {
  const { tokens, types, scores, cases } = JSON.parse(
    readFileSync(resolve(fixtures, 'sentencepiece.json'), 'utf8'),
  ) as { tokens: string[]; types: number[]; scores: number[]; cases: { text: string; ids: number[] }[] }
  const metadata: GgufMetadata = {
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': types,
    'tokenizer.ggml.scores': scores,
    'tokenizer.ggml.bos_token_id': 1,
    'tokenizer.ggml.eos_token_id': 2,
  }
  const tokenizer = await tokenizerFromGguf(metadata, 1000, 'test')
  for (const { text, ids } of cases) expect(await tokenizer.encode(text, false), JSON.stringify(text)).toEqual(ids)
  expect(tokenizer.addsBos).toBe(true)
  expect(await tokenizer.encode('the', true)).toEqual([1, ...(await tokenizer.encode('the', false))])
  expect((await tokenizer.encode('<s>the', true)).filter((id) => id === 1)).toHaveLength(1)
})

it('a GGUF tokenizer gives the ids of the folder it was made from', async () => {
  const a = await (await openModel(resolve(fixtures, 'llama-tied'))).loadTokenizer()
  const b = await (await openModel(resolve(fixtures, 'llama-tied.gguf'))).loadTokenizer()
  for (const text of ['Question: what is 12 + 30?\nAnswer:', ' café\tdidn’t  mind', '</s>x', '你好']) {
    expect(await b.encode(text, false)).toEqual(await a.encode(text, false))
  }
  expect([b.bosId, b.eosId, b.addsBos]).toEqual([a.bosId, a.eosId, a.addsBos])
})

it.each([
  [{ 'tokenizer.ggml.model': 'bert' }, 'model.tokenizer-kind'],
  [{ 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'deepseek-llm' }, 'model.tokenizer-kind'],
  [{ 'tokenizer.ggml.model': 'gpt2' }, 'model.tokenizer-kind'],
  [{ 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'gpt-2' }, 'model.tokenizer'],
  [
    { 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'gpt-2', 'tokenizer.ggml.merges': ['a b'] },
    'model.tokenizer',
  ],
  [{ 'tokenizer.ggml.model': 'llama' }, 'model.tokenizer'],
])('refuses %j', async (metadata, code) => {
  await expect(
    tokenizerFromGguf({ 'tokenizer.ggml.tokens': ['a', 'b'], ...metadata }, 10, 'test'),
  ).rejects.toMatchObject({ code })
})

describe('BOS is what the tokenizer itself puts', () => {
  const special = (content: string, id: number): object => ({
    ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  })
  const template = (before: readonly string[], after: readonly string[]): object => {
    const piece = (id: string): object => ({ SpecialToken: { id, type_id: 0 } })
    const single = [...before.map(piece), { Sequence: { id: 'A', type_id: 0 } }, ...after.map(piece)]
    const specials = {
      '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
      '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] },
    }
    return { type: 'TemplateProcessing', single, pair: single, special_tokens: specials }
  }
  const load = (processor: object | null, bosToken: string | null): Promise<ModelTokenizer> =>
    loadTokenizer(
      JSON.stringify({
        ...{
          version: '1.0',
          added_tokens: [special('<s>', 0), special('</s>', 1)],
          normalizer: null,
          pre_tokenizer: null,
        },
        ...{ post_processor: processor, decoder: null },
        model: { type: 'BPE', vocab: { '<s>': 0, '</s>': 1, a: 2, b: 3 }, merges: [] },
      }),
      { kind: 'test', bosToken, eosToken: '</s>', addsBos: null },
      4,
      'test',
    )
  it.each([
    ['named and put', template(['<s>'], []), '<s>', 0, true],
    ['put, though no file names it', template(['<s>'], []), null, 0, true],
    ['named, and not put', null, '<s>', 0, false],
    ['an end alone is none', template([], ['</s>']), null, null, false],
  ] as const)('%s', async (_, processor, named, bosId, addsBos) => {
    const tokenizer = await load(processor, named)
    expect([tokenizer.bosId, tokenizer.addsBos]).toEqual([bosId, addsBos])
    expect(await tokenizer.encode('ab', tokenizer.addsBos)).toEqual(addsBos ? [0, 2, 3] : [2, 3])
    if (addsBos) expect(await tokenizer.encode('<s>ab', true)).toEqual([0, 2, 3])
  })
})

it('refuses ids that the embedding does not have', async () => {
  const { tokens, types, scores } = JSON.parse(readFileSync(resolve(fixtures, 'sentencepiece.json'), 'utf8')) as {
    tokens: string[]
    types: number[]
    scores: number[]
  }
  const tokenizer = await tokenizerFromGguf(
    {
      'tokenizer.ggml.model': 'llama',
      'tokenizer.ggml.tokens': tokens,
      'tokenizer.ggml.token_type': types,
      'tokenizer.ggml.scores': scores,
    },
    100,
    'test',
  )
  await expect(tokenizer.encode('the', false)).rejects.toMatchObject({ code: 'model.token' })
})
