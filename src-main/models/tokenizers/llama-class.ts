/**
 * What transformers 5.23 makes of a tokenizer.json whose folder names the class LlamaTokenizer: its own Metaspace in place of
 * the file's normaliser and pre-tokenizer (models/llama/tokenization_llama.py, models/auto/tokenization_auto.py). The file
 * as it stands, which transformers 4 read, cuts other tokens around blanks.
 */

/** Kinds of model whose tokenizer.json is read as it stands, whatever class is named. */
const AS_IT_STANDS = new Set(['mistral', 'phi3', 'olmo2', 'granite', 'stablelm', 'qwen2', 'qwen3'])

interface Definition {
  readonly normalizer: unknown
  readonly pre_tokenizer: unknown
  readonly model: { readonly type?: string }
}

/**
 * The definition as the class reads it; null where it is read as it stands, and where it is no JSON, which the tokenizer
 * itself tells.
 *
 * @param definition the text of a tokenizer.json
 * @param config tokenizer_config.json
 * @param model config.json
 */
export function asLlamaClass(
  definition: string,
  config: Readonly<Record<string, unknown>>,
  model: Readonly<Record<string, unknown>>,
): string | null {
  const named = config['tokenizer_class'] ?? model['tokenizer_class']
  if (named !== 'LlamaTokenizer' && named !== 'LlamaTokenizerFast') return null
  if (AS_IT_STANDS.has(String(model['model_type']))) return null
  const file = parsed(definition)
  if (file === null) return null
  const isByteLevel = JSON.stringify(file.pre_tokenizer ?? null).includes('"ByteLevel"')
  if (isByteLevel || (file.model.type ?? 'BPE') !== 'BPE') return null
  const prepend = config['add_prefix_space'] === false ? 'never' : config['legacy'] === true ? 'always' : 'first'
  return JSON.stringify({
    ...file,
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: prepend, split: false },
    model: { ...file.model, fuse_unk: true, byte_fallback: true },
  })
}

function parsed(definition: string): Definition | null {
  try {
    return JSON.parse(definition) as Definition | null
  } catch {
    return null
  }
}
