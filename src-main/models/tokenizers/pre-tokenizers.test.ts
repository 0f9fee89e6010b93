import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Tokenizer } from 'tokenizers'
import { expect, it } from 'vitest'
import { PRE_TOKENIZERS } from './pre-tokenizers'

type Pieces = Readonly<Record<string, readonly string[]>>
const golden = JSON.parse(readFileSync(resolve('test/golden/pre-tokenizers.json'), 'utf8')) as Readonly<
  Record<string, Pieces>
>

it.each(Object.entries(golden))(
  '%s cuts texts as transformers does (build/golden/make_pre_tokenizers.py)',
  async (name, texts) => {
    for (const [text, want] of Object.entries(texts)) {
      // every piece is a word of its own: what is cut another way is unknown
      const vocab = Object.fromEntries(['<unk>', ...new Set(want)].map((piece, id) => [piece, id]))
      const tokenizer = Tokenizer.fromString(
        JSON.stringify({
          ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null },
          ...{ post_processor: null, decoder: null },
          pre_tokenizer: PRE_TOKENIZERS[name]?.preTokenizer,
          model: { type: 'WordLevel', vocab, unk_token: '<unk>' },
        }),
      )
      expect((await tokenizer.encode(text)).getTokens()).toEqual(want)
    }
  },
)
