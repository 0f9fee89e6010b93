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

/** Llama 3's way of cutting without its rule of whole tokens. */
const smaug: PreTokenizerRule = { ...plain, preTokenizer: llama3.preTokenizer }

const UPPER = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
const LOWER = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
/** Words are cut where a capital follows a small letter. */
const cased = (ending: string, digits: string): string =>
  [
    String.raw`[^\r\n\p{L}\p{N}]?${UPPER}*${LOWER}+${ending}`,
    String.raw`[^\r\n\p{L}\p{N}]?${UPPER}+${LOWER}*${ending}`,
    digits,
    String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  ].join('|')

/** Mistral's since Nemo. */
const tekken: PreTokenizerRule = {
  normalizer: null,
  ignoreMerges: true,
  addsBos: true,
  preTokenizer: sequence(split(cased('', String.raw`\p{N}`)), bytes(false)),
}

const gpt4o: PreTokenizerRule = {
  ...plain,
  preTokenizer: sequence(split(cased("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", String.raw`\p{N}{1,3}`)), bytes(false)),
}

/** GPT-2's, each digit for itself. */
const digits: PreTokenizerRule = {
  ...plain,
  preTokenizer: sequence({ type: 'Digits', individual_digits: true }, bytes(true)),
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
  // of GPT-NeoX's tokenizer
  olmo: { ...plain, normalizer: { type: 'NFC' }, preTokenizer: bytes(true) },
  smollm: digits,
  starcoder: digits,
  refact: digits,
  'llama-bpe': llama3,
  llama3,
  'llama-v3': llama3,
  qwen2,
  'deepseek-r1-qwen': { ...qwen2, addsBos: true },
  'smaug-bpe': smaug,
  dbrx: smaug,
  tekken,
  'gpt-4o': gpt4o,
}
