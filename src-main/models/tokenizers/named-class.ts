import { PRE_TOKENIZERS } from './pre-tokenizers'

/**
 * What transformers 5.23 makes of a tokenizer.json by the class that is named beside it (models/auto/tokenization_auto.py,
 * tokenization_utils_tokenizers.py, convert_to_native_format): some classes take the file's vocabulary and merges alone, and
 * cut texts in their own way. The file as it stands, which transformers 4 read, then gives other tokens.
 */

/** The classes of kinds of model that have one; `file`: their tokenizer.json is read as it stands, whatever is named. */
const REGISTERED: Readonly<Record<string, string>> = {
  mistral: 'file',
  granite: 'file',
  olmo2: 'file',
  phi3: 'file',
  qwen2: 'Qwen2Tokenizer',
  qwen3: 'Qwen2Tokenizer',
  gemma2: 'GemmaTokenizer',
  gemma3: 'GemmaTokenizer',
  gemma3_text: 'GemmaTokenizer',
  gpt_neox: 'GPTNeoXTokenizer',
  gpt2: 'GPT2Tokenizer',
  opt: 'GPT2Tokenizer',
  starcoder2: 'GPT2Tokenizer',
}
/** Kinds of model of which another class is taken for a mistake. */
const NAMED_WRONGLY = new Set(['qwen2', 'phi3'])

interface Definition {
  readonly normalizer: unknown
  readonly pre_tokenizer: unknown
  readonly post_processor?: unknown
  readonly model: { readonly type?: string }
}
type Settings = Readonly<Record<string, unknown>>

/** A definition as a class reads it, and the class. */
interface AsNamed {
  readonly definition: string
  readonly className: string
}

/**
 * The definition as the class reads it; null where it is read as it stands, and where it is no JSON, which the tokenizer
 * itself tells.
 *
 * @param definition the text of a tokenizer.json
 * @param config tokenizer_config.json
 * @param model config.json
 */
export function asNamedClass(definition: string, config: Settings, model: Settings): AsNamed | null {
  const className = classOf(config, model)
  const rebuild = className === null ? undefined : CLASSES[className]
  if (className === null || !rebuild) return null
  const file = parsed(definition)
  if (file === null || (file.model.type ?? 'BPE') !== 'BPE') return null
  const rebuilt = rebuild(file, config)
  return rebuilt && { definition: JSON.stringify(rebuilt), className }
}

/** null: the file is read as it stands. */
function classOf(config: Settings, model: Settings): string | null {
  const stated = config['tokenizer_class'] ?? model['tokenizer_class']
  const named = typeof stated === 'string' ? stated.replace(/Fast$/, '') : null
  const kind = String(model['model_type'])
  const registered = REGISTERED[kind] ?? null
  if (registered === 'file') return null
  if (named === null || (registered !== null && registered !== named && NAMED_WRONGLY.has(kind))) return registered
  return named
}

const byteLevel = (add_prefix_space: boolean): object => ({
  type: 'ByteLevel',
  add_prefix_space,
  trim_offsets: true,
  use_regex: true,
})
const hasPrefixSpace = (config: Settings): boolean => config['add_prefix_space'] === true
const isByteLevel = (file: Definition): boolean => JSON.stringify(file.pre_tokenizer ?? null).includes('"ByteLevel"')
const PLAIN_BPE = { unk_token: null, fuse_unk: false, byte_fallback: false, ignore_merges: false }
const plain = (file: Definition): object => ({ ...file.model, ...PLAIN_BPE })

/** Classes that cut texts in their own way; null where one of them reads a file as it stands. */
const CLASSES: Readonly<Record<string, (file: Definition, config: Settings) => object | null>> = {
  // models/llama/tokenization_llama.py: its own Metaspace, but for files that cut bytes
  LlamaTokenizer(file, config) {
    if (isByteLevel(file)) return null
    const prepend = config['add_prefix_space'] === false ? 'never' : config['legacy'] === true ? 'always' : 'first'
    return {
      ...file,
      normalizer: null,
      pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: prepend, split: false },
      model: { ...file.model, fuse_unk: true, byte_fallback: true },
    }
  },
  // models/gpt2/tokenization_gpt2.py
  GPT2Tokenizer: (file, config) => ({
    ...file,
    normalizer: null,
    pre_tokenizer: byteLevel(hasPrefixSpace(config)),
    model: plain(file),
  }),
  // models/gpt_neox/tokenization_gpt_neox.py: what it puts before a text is not the file's
  GPTNeoXTokenizer: (file, config) => ({
    ...file,
    normalizer: { type: 'NFC' },
    pre_tokenizer: byteLevel(hasPrefixSpace(config)),
    post_processor: null,
    model: plain(file),
  }),
  // models/qwen2/tokenization_qwen2.py
  Qwen2Tokenizer: (file) => ({
    ...file,
    normalizer: { type: 'NFC' },
    pre_tokenizer: PRE_TOKENIZERS['qwen2']?.preTokenizer,
    model: plain(file),
  }),
}

function parsed(definition: string): Definition | null {
  try {
    return JSON.parse(definition) as Definition | null
  } catch {
    return null
  }
}
