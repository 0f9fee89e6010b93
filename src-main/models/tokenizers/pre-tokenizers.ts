/** How a byte-level BPE tokenizer cuts a text before it merges, by the names that GGUF files carry. */
export interface PreTokenizerRule {
  readonly normalizer: object | null
  readonly preTokenizer: object
  /** Whole tokens win over merges (Llama 3). */
  readonly ignoreMerges: boolean
  readonly addsBos: boolean
}

const split = (regex: string): object => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
})
const bytes = (useRegex: boolean): object => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: false,
  use_regex: useRegex,
})
const sequence = (...pretokenizers: object[]): object => ({ type: 'Sequence', pretokenizers })

const GPT2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
const modern = (digits: string): string =>
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|${digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`

const plain = { normalizer: null, ignoreMerges: false, addsBos: false }
const qwen2: PreTokenizerRule = {
  ...plain,
  normalizer: { type: 'NFC' },
  preTokenizer: sequence(split(modern(String.raw`\p{N}`)), bytes(false)),
}

const llama3: PreTokenizerRule = {
  normalizer: null,
  ignoreMerges: true,
  addsBos: true,
  preTokenizer: sequence(split(modern(String.raw`\p{N}{1,3}`)), bytes(false)),
}

/** By `tokenizer.ggml.pre` (llama.cpp, llama-vocab.cpp), as tokenizers' own JSON. */
export const PRE_TOKENIZERS: Readonly<Record<string, PreTokenizerRule>> = {
  // llama.cpp, llama-vocab.cpp, LLAMA_VOCAB_PRE_TYPE_DEFAULT: four passes
  default: {
    ...plain,
    preTokenizer: sequence(
      split(String.raw`[\p{P}\$\+<=>\^~\|]+`),
      split(GPT2),
      split(String.raw`\p{N}+`),
      split('[0-9][0-9][0-9]'),
      bytes(false),
    ),
  },
  'gpt-2': { ...plain, preTokenizer: bytes(true) },
  smollm: { ...plain, preTokenizer: sequence({ type: 'Digits', individual_digits: true }, bytes(true)) },
  'llama-bpe': llama3,
  llama3,
  'llama-v3': llama3,
  qwen2,
  'deepseek-r1-qwen': { ...qwen2, addsBos: true },
}
