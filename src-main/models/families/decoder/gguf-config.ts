import { LabError } from '../../../../src-preload/contract/errors'
import type { GgufMetadata } from '../../readers/gguf'
import type { DecoderOptions } from './decoder'
import type { RotaryFrequencies } from '../../../engine/model/positions'
import type { GgufTensors } from '../family'
import { ggufSettings, type GgufSettings } from './gguf-metadata'
import { readRope } from './rotary'

/**
 * The settings of a Llama-like decoder in GGUF metadata (llama.cpp, docs of the GGUF format).
 *
 * @param own keys that the architecture reads besides
 * @param isPartial whether less than a head may be turned
 * @throws `model.unknown-option`, `model.config`, `model.shape`
 */
export function ggufDecoderSettings(
  architecture: string,
  metadata: GgufMetadata,
  tensors: GgufTensors,
  where: string,
  own: readonly string[] = [],
  isPartial = false,
): Omit<DecoderOptions, 'family' | 'biases'> {
  const { number, integer, raw, nTokens } = ggufSettings(architecture, metadata, where, own)
  const nLayers = integer('block_count')
  const dModel = integer('embedding_length')
  const nHeads = integer('attention.head_count')
  const nKvHeads = integer('attention.head_count_kv', nHeads)
  const dHead = integer('attention.key_length', dModel / nHeads)
  const turned = integer('rope.dimension_count', dHead)
  if (
    nLayers > 10_000 ||
    dHead % 2 !== 0 ||
    nHeads % nKvHeads !== 0 ||
    integer('attention.value_length', dHead) !== dHead ||
    !(isPartial ? turned % 2 === 0 && turned <= dHead : turned === dHead)
  ) {
    throw new LabError(
      'model.config',
      `${where}: its sizes do not fit together (${nLayers} layers, ${nHeads} heads of ${dHead}, ${nKvHeads} key-value heads, rope over ${turned})`,
      {},
    )
  }
  const window = raw('attention.sliding_window')
  const rope = ggufRope(turned, integer('context_length'), raw, tensors, where)
  return {
    shape: {
      nLayers,
      dModel,
      nHeads,
      nKvHeads,
      dHead,
      dMlp: integer('feed_forward_length'),
      dVocab: nTokens(),
      nCtx: integer('context_length'),
    },
    epsilon: number('attention.layer_norm_rms_epsilon'),
    inverseFrequencies: rope.inverseFrequencies,
    ...(rope.scale === 1 ? {} : { rotaryScale: rope.scale }),
    tied: !tensors.has('output.weight'),
    attentionWindows: new Array<number | null>(nLayers).fill(typeof window === 'number' && window > 0 ? window : null),
  }
}

/**
 * How a GGUF file turns queries and keys.
 *
 * @param dims of a head that are turned
 * @throws `model.unknown-option`, `model.config`, `model.shape`
 */
export function ggufRope(
  dims: number,
  nCtx: number,
  raw: GgufSettings['raw'],
  tensors: GgufTensors,
  where: string,
): RotaryFrequencies {
  const type = raw('rope.scaling.type') ?? (raw('rope.scale_linear') === undefined ? 'none' : 'linear')
  const theta = raw('rope.freq_base') ?? 10_000
  const factor = raw('rope.scaling.factor') ?? raw('rope.scale_linear')
  const original = raw('rope.scaling.original_context_length')
  const parameters =
    type === 'none'
      ? { rope_theta: theta }
      : {
          ...{ rope_type: type, rope_theta: theta, ...(factor === undefined ? {} : { factor }) },
          ...(original === undefined ? {} : { original_max_position_embeddings: original }),
        }
  const rope = readRope(dims, parameters, nCtx, where)
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
