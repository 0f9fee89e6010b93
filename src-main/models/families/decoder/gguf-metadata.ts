import { LabError } from '../../../../src-preload/contract/errors'
import type { GgufMetadata } from '../../readers/gguf'

/** Keys under `<architecture>.` that are read here or say nothing about what is computed. */
const UNDERSTOOD = new Set([
  'block_count',
  'context_length',
  'embedding_length',
  'feed_forward_length',
  'vocab_size',
  'attention.head_count',
  'attention.head_count_kv',
  'attention.layer_norm_rms_epsilon',
  'attention.key_length',
  'attention.value_length',
  'attention.sliding_window',
  'rope.freq_base',
  'rope.dimension_count',
  'rope.scaling.type',
  'rope.scaling.factor',
  'rope.scaling.original_context_length',
  'rope.scaling.finetuned',
  'rope.scale_linear',
  'attention.causal',
  'tensor_data_layout',
])

/** What a GGUF file says under its architecture. */
export interface GgufSettings {
  /** @throws `model.config` where it is no positive number, or is missing without a fallback */
  readonly number: (key: string, fallback?: number) => number
  /** @throws as `number`, and where it is not whole */
  readonly integer: (key: string, fallback?: number) => number
  readonly raw: (key: string) => unknown
  /** Entries of the vocabulary: stated, or counted. */
  readonly nTokens: () => number
}

/**
 * Reads the metadata of an architecture. A key under it that is not understood is refused by name.
 *
 * @param own keys that the architecture reads besides
 * @throws `model.unknown-option`
 */
export function ggufSettings(
  architecture: string,
  metadata: GgufMetadata,
  where: string,
  own: readonly string[] = [],
): GgufSettings {
  const prefix = `${architecture}.`
  for (const [key, value] of Object.entries(metadata)) {
    const name = key.slice(prefix.length)
    if (!key.startsWith(prefix) || UNDERSTOOD.has(name) || own.includes(name)) continue
    if (value === 0 || value === false) continue
    if (key === `${prefix}expert_count`)
      throw new LabError(
        'model.unknown-option',
        `${where}: is a mixture of ${String(value)} experts, which is not computed here`,
        { option: key },
      )
    throw new LabError(
      'model.unknown-option',
      `${where}: the option ${key} = ${String(value).slice(0, 40)} is not understood, and could change the numbers`,
      { option: key },
    )
  }
  const number = (key: string, fallback?: number): number => {
    const value = alike(metadata[prefix + key], prefix + key, where) ?? fallback
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
    throw new LabError(
      'model.config',
      `${where}: the metadata ${prefix}${key} is ${value === undefined ? 'missing' : 'not a positive number'}`,
      { option: key },
    )
  }
  const integer = (key: string, fallback?: number): number => {
    const value = number(key, fallback)
    if (!Number.isInteger(value) || value > 10_000_000)
      throw new LabError(
        'model.config',
        `${where}: the metadata ${prefix}${key} = ${value} is not a usable whole number`,
        { option: key },
      )
    return value
  }
  const vocabulary = metadata['tokenizer.ggml.tokens']
  return {
    number,
    integer,
    raw: (key) => metadata[prefix + key],
    nTokens: () => integer('vocab_size', Array.isArray(vocabulary) ? vocabulary.length : undefined),
  }
}

/** Some keys hold a value for each layer: one that is the same for all. Throws `model.unknown-option` where they differ. */
function alike(value: unknown, key: string, where: string): unknown {
  if (!Array.isArray(value)) return value
  const [first] = value as readonly unknown[]
  if (value.every((v) => v === first)) return first
  throw new LabError(
    'model.unknown-option',
    `${where}: ${key} differs from layer to layer, and all layers are computed with the same`,
    { option: key },
  )
}
