import { LabError } from '../../../src-preload/contract/errors'
import type { GgufMetadata } from '../readers/gguf'
import { loadTokenizer, type ModelTokenizer } from './model-tokenizer'
import { PRE_TOKENIZERS } from './pre-tokenizers'

/** `tokenizer.ggml.token_type` (llama.cpp, llama_token_type). */
const TYPE = { unknown: 2, control: 3, userDefined: 4, byte: 6 } as const

interface Vocabulary {
  readonly tokens: readonly string[]
  readonly types: readonly number[]
}

/**
 * Rebuilds the tokenizer of a GGUF file from its own metadata, as a tokenizer.json that behaves like the original.
 *
 * @param dVocab rows of the model's embedding
 * @throws `model.tokenizer` on damage, `model.tokenizer-kind` for kinds and pre-tokenizers that are not known
 */
export async function tokenizerFromGguf(
  metadata: GgufMetadata,
  dVocab: number,
  where: string,
): Promise<ModelTokenizer> {
  const kind = metadata['tokenizer.ggml.model']
  const vocabulary = readVocabulary(metadata, where)
  const { definition, addsBos, name } =
    kind === 'gpt2'
      ? byteLevel(metadata, vocabulary, where)
      : kind === 'llama'
        ? sentencePiece(metadata, vocabulary, where)
        : refuseKind(kind, where)
  const tokenAt = (key: string): string | null => {
    const id = metadata[key]
    return typeof id === 'number' ? (vocabulary.tokens[id] ?? null) : null
  }
  const stated = metadata['tokenizer.ggml.add_bos_token']
  return loadTokenizer(
    JSON.stringify(definition),
    {
      kind: name,
      bosToken: tokenAt('tokenizer.ggml.bos_token_id'),
      eosToken: tokenAt('tokenizer.ggml.eos_token_id'),
      addsBos: typeof stated === 'boolean' ? stated : addsBos,
    },
    dVocab,
    where,
  )
}

function refuseKind(kind: unknown, where: string): never {
  throw new LabError(
    'model.tokenizer-kind',
    `${where}: its tokenizer is of kind ${typeof kind === 'string' ? kind : 'missing'}; Atelier rebuilds gpt2 and llama`,
    {},
  )
}

function readVocabulary(metadata: GgufMetadata, where: string): Vocabulary {
  const tokens = metadata['tokenizer.ggml.tokens']
  if (!Array.isArray(tokens) || tokens.length === 0 || !tokens.every((t) => typeof t === 'string')) {
    throw new LabError('model.tokenizer', `${where}: has no usable tokenizer.ggml.tokens`, {})
  }
  const types = metadata['tokenizer.ggml.token_type'] ?? []
  if (!Array.isArray(types) || (types.length > 0 && types.length !== tokens.length)) {
    throw new LabError(
      'model.tokenizer',
      `${where}: tokenizer.ggml.token_type does not fit the ${tokens.length} tokens`,
      {},
    )
  }
  if (new Set(tokens).size !== tokens.length)
    throw new LabError(
      'model.tokenizer',
      `${where}: a token stands twice in tokenizer.ggml.tokens; the file is damaged`,
      {},
    )
  return { tokens, types: types as number[] }
}

const vocabularyMap = ({ tokens }: Vocabulary): Record<string, number> =>
  Object.fromEntries(tokens.map((t, id) => [t, id]))

/** Control tokens and those a person defined are matched in the text before anything else. */
const addedTokens = ({ tokens, types }: Vocabulary, kinds: readonly number[]): object[] =>
  tokens.flatMap((content, id) =>
    kinds.includes(types[id] ?? 1)
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: types[id] !== TYPE.userDefined,
          },
        ]
      : [],
  )

interface Rebuilt {
  readonly definition: object
  readonly addsBos: boolean
  readonly name: string
}

function byteLevel(metadata: GgufMetadata, vocabulary: Vocabulary, where: string): Rebuilt {
  const pre = metadata['tokenizer.ggml.pre']
  if (pre === undefined) {
    throw new LabError(
      'model.tokenizer-kind',
      `${where}: does not say how its texts are cut into words (tokenizer.ggml.pre, as files of before May 2024); convert the model again, or open its folder`,
      { kind: 'missing' },
    )
  }
  const rule = typeof pre === 'string' && Object.hasOwn(PRE_TOKENIZERS, pre) ? PRE_TOKENIZERS[pre] : undefined
  if (!rule) {
    throw new LabError(
      'model.tokenizer-kind',
      `${where}: its pre-tokenizer ${String(pre)} is not understood; Atelier knows ${Object.keys(PRE_TOKENIZERS).join(', ')}`,
      { kind: String(pre) },
    )
  }
  const merges = metadata['tokenizer.ggml.merges']
  if (!Array.isArray(merges)) throw new LabError('model.tokenizer', `${where}: has no tokenizer.ggml.merges`, {})
  const vocab = vocabularyMap(vocabulary)
  const pairs = merges.map((merge, i) => {
    const text = String(merge)
    const cut = text.indexOf(' ', 1)
    const pair = [text.slice(0, cut), text.slice(cut + 1)] as const
    if (
      cut < 1 ||
      !Object.hasOwn(vocab, pair[0]) ||
      !Object.hasOwn(vocab, pair[1]) ||
      !Object.hasOwn(vocab, pair[0] + pair[1])
    ) {
      throw new LabError(
        'model.tokenizer',
        `${where}: merge ${i} (${JSON.stringify(text.slice(0, 40))}) does not fit the tokens; the file is damaged`,
        {},
      )
    }
    return pair
  })
  return {
    name: `gpt2 (${String(pre)})`,
    addsBos: rule.addsBos,
    definition: {
      version: '1.0',
      added_tokens: addedTokens(vocabulary, [TYPE.control, TYPE.userDefined]),
      normalizer: rule.normalizer,
      pre_tokenizer: rule.preTokenizer,
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      model: {
        type: 'BPE',
        vocab,
        merges: pairs,
        ignore_merges: rule.ignoreMerges,
        byte_fallback: false,
        fuse_unk: false,
      },
    },
  }
}

function sentencePiece(metadata: GgufMetadata, vocabulary: Vocabulary, where: string): Rebuilt {
  const scores = metadata['tokenizer.ggml.scores']
  if (!Array.isArray(scores) || scores.length !== vocabulary.tokens.length) {
    throw new LabError(
      'model.tokenizer',
      `${where}: tokenizer.ggml.scores does not fit the ${vocabulary.tokens.length} tokens`,
      {},
    )
  }
  const unknown = vocabulary.tokens.find((_, id) => vocabulary.types[id] === TYPE.unknown) ?? null
  const spacePrefix = metadata['tokenizer.ggml.add_space_prefix'] !== false
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' }
  return {
    name: 'llama (SentencePiece BPE)',
    addsBos: true,
    definition: {
      version: '1.0',
      added_tokens: addedTokens(vocabulary, [TYPE.unknown, TYPE.control, TYPE.userDefined]),
      normalizer: spacePrefix
        ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace] }
        : replace,
      pre_tokenizer: null,
      post_processor: null,
      decoder: null,
      model: {
        type: 'BPE',
        unk_token: unknown,
        fuse_unk: true,
        byte_fallback: true,
        vocab: vocabularyMap(vocabulary),
        merges: mergesFromScores(vocabulary, scores as number[]),
      },
    },
  }
}

/**
 * The merges that a SentencePiece BPE model implies: every way to split a token into two tokens, better scores first
 * (the order of transformers' convert_slow_tokenizer.generate_merges).
 */
function mergesFromScores({ tokens, types }: Vocabulary, scores: readonly number[]): [string, string][] {
  const idOf = new Map(tokens.map((t, id) => [t, id]))
  const found: { left: string; right: string; leftId: number; rightId: number; score: number }[] = []
  tokens.forEach((token, id) => {
    const type = types[id] ?? 1
    if (type === TYPE.control || type === TYPE.byte || type === TYPE.unknown) return
    const letters = Array.from(token)
    const splits: typeof found = []
    for (let cut = 1; cut < letters.length; cut++) {
      const left = letters.slice(0, cut).join('')
      const right = letters.slice(cut).join('')
      const leftId = idOf.get(left)
      const rightId = idOf.get(right)
      if (leftId !== undefined && rightId !== undefined)
        splits.push({ left, right, leftId, rightId, score: scores[id] as number })
    }
    splits.sort((a, b) => a.leftId - b.leftId || a.rightId - b.rightId)
    found.push(...splits)
  })
  const length = (s: string): number => Array.from(s).length
  found.sort((a, b) => b.score - a.score || length(b.left) - length(a.left) || length(b.right) - length(a.right))
  return found.map(({ left, right }) => [left, right])
}
