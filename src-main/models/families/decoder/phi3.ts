import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'
import { ropeSettings } from './rotary'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-5),
  max_position_embeddings: decoderFields.max_position_embeddings.default(4096),
  original_max_position_embeddings: decoderFields.max_position_embeddings.default(4096),
  partial_rotary_factor: z.number().positive().max(1).optional(),
  attention_bias: z.literal(false).default(false),
}

/** What earlier configurations called longrope (transformers, configuration_phi3.py). */
const EARLIER_NAMES = ['su', 'yarn']

/** Phi-3 and Phi-4: Llama's block with q, k and v in one weight, and gate and up in another. */
export const phi3: Family = {
  id: 'phi3',
  architectures: ['Phi3ForCausalLM'],
  ggufArchitectures: ['phi3'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const stated = ropeSettings(c, 10_000) as Readonly<Record<string, unknown>>
    const kind = typeof stated['rope_type'] === 'string' ? stated['rope_type'] : 'default'
    const rope = {
      ...(c.partial_rotary_factor === undefined ? {} : { partial_rotary_factor: c.partial_rotary_factor }),
      ...stated,
      rope_type: EARLIER_NAMES.includes(kind) ? 'longrope' : kind,
      original_max_position_embeddings: c.original_max_position_embeddings,
    }
    return decoderGraph({
      ...decoderSettings(
        { ...c, rope_parameters: rope, rope_scaling: undefined, rope_theta: undefined },
        { nKvHeads: null, window: c.sliding_window ?? null, slides: () => true },
        where,
      ),
      family: 'phi3',
      biases: { qkv: false, output: false, mlp: false },
      traits: FUSED,
    })
  },
  fromGguf(metadata, tensors, where) {
    const settings = ggufDecoderSettings('phi3', metadata, tensors, where, [ATTENTION_FACTOR], true)
    const { shape, inverseFrequencies } = settings
    const factors = (name: string): Float32Array | null => {
      if (!tensors.has(name)) return null
      const values = tensors.readFloat32(name)
      if (values.length === inverseFrequencies.length && values.every((v) => v > 0)) return values
      throw new LabError(
        'model.shape',
        `${where}: ${name} has ${values.length} values, ${inverseFrequencies.length} positive ones are needed`,
        { tensor: name },
      )
    }
    const [short, long] = [factors('rope_factors_short.weight'), factors('rope_factors_long.weight')]
    const original = metadata['phi3.rope.scaling.original_context_length']
    const scale = metadata[`phi3.${ATTENTION_FACTOR}`]
    const divided = (by: Float32Array): Float32Array => inverseFrequencies.map((w, i) => Math.fround(w / (by[i] ?? 1)))
    return decoderGraph({
      ...settings,
      ...(short ? { inverseFrequencies: divided(short) } : {}),
      ...(short && typeof scale === 'number' && scale > 0 && scale !== 1 ? { rotaryScale: scale } : {}),
      ...(short && long && typeof original === 'number' && original < shape.nCtx
        ? { longRotary: { from: original, inverseFrequencies: divided(long) } }
        : {}),
      family: 'phi3',
      biases: { qkv: false, output: false, mlp: false },
      traits: FUSED,
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false),
}

const FUSED = { isFused: true, identity: { isFused: true } } as const
const ATTENTION_FACTOR = 'rope.scaling.attn_factor'
