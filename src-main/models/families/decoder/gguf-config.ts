import { LabError } from '../../../../src-preload/contract/errors'
import type { GgufMetadata } from '../../readers/gguf'
import type { DecoderOptions } from './decoder'
import type { GgufTensors } from '../family'
import { readRope, type Rope } from './rotary'

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

/**
 * The settings of a Llama-like decoder in GGUF metadata (llama.cpp, docs of the GGUF format). A key under the architecture
 * that is not understood is refused by name.
 *
 * @param own keys that the architecture reads besides
 * @throws `model.unknown-option`, `model.config`, `model.shape`
 */
export function ggufDecoderSettings(
  architecture: string,
  metadata: GgufMetadata,
  tensors: GgufTensors,
  where: string,
  own: readonly string[] = [],
): Omit<DecoderOptions, 'family' | 'biases'> {
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
  const nLayers = integer('block_count')
  const dModel = integer('embedding_length')
  const nHeads = integer('attention.head_count')
  const nKvHeads = integer('attention.head_count_kv', nHeads)
  const dHead = integer('attention.key_length', dModel / nHeads)
  if (
    nLayers > 10_000 ||
    dHead % 2 !== 0 ||
    nHeads % nKvHeads !== 0 ||
    integer('attention.value_length', dHead) !== dHead ||
    integer('rope.dimension_count', dHead) !== dHead
  ) {
    throw new LabError(
      'model.config',
      `${where}: its sizes do not fit together (${nLayers} layers, ${nHeads} heads of ${dHead}, ${nKvHeads} key-value heads, rope over ${integer('rope.dimension_count', dHead)})`,
      {},
    )
  }
  const vocabulary = metadata['tokenizer.ggml.tokens']
  const window = metadata[`${prefix}attention.sliding_window`]
  const rope = ropeOf(dHead, integer('context_length'), prefix, metadata, tensors, where)
  return {
    shape: {
      nLayers,
      dModel,
      nHeads,
      nKvHeads,
      dHead,
      dMlp: integer('feed_forward_length'),
      dVocab: integer('vocab_size', Array.isArray(vocabulary) ? vocabulary.length : undefined),
      nCtx: integer('context_length'),
    },
    epsilon: number('attention.layer_norm_rms_epsilon'),
    inverseFrequencies: rope.inverseFrequencies,
    ...(rope.scale === 1 ? {} : { rotaryScale: rope.scale }),
    tied: !tensors.has('output.weight'),
    attentionWindows: new Array<number | null>(nLayers).fill(typeof window === 'number' && window > 0 ? window : null),
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

function ropeOf(
  dHead: number,
  nCtx: number,
  prefix: string,
  metadata: GgufMetadata,
  tensors: GgufTensors,
  where: string,
): Rope {
  const type =
    metadata[`${prefix}rope.scaling.type`] ?? (metadata[`${prefix}rope.scale_linear`] === undefined ? 'none' : 'linear')
  const theta = metadata[`${prefix}rope.freq_base`] ?? 10_000
  const factor = metadata[`${prefix}rope.scaling.factor`] ?? metadata[`${prefix}rope.scale_linear`]
  const original = metadata[`${prefix}rope.scaling.original_context_length`]
  const parameters =
    type === 'none'
      ? { rope_theta: theta }
      : {
          ...{ rope_type: type, rope_theta: theta, ...(factor === undefined ? {} : { factor }) },
          ...(original === undefined ? {} : { original_max_position_embeddings: original }),
        }
  const rope = readRope(dHead, parameters, nCtx, where)
  const base = rope.inverseFrequencies
  if (!tensors.has('rope_freqs.weight')) return rope
  const divisors = tensors.readFloat32('rope_freqs.weight')
  if (divisors.length !== base.length || !divisors.every((d) => d > 0)) {
    throw new LabError(
      'model.shape',
      `${where}: rope_freqs.weight has ${divisors.length} values, ${base.length} positive ones are needed`,
      { tensor: 'rope_freqs.weight' },
    )
  }
  return { ...rope, inverseFrequencies: base.map((w, i) => w / (divisors[i] as number)) }
}
