import { z } from 'zod'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { noGguf } from './no-gguf'
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
  ...noGguf('Phi-3'),
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
      traits: { isFused: true, identity: { isFused: true } },
    })
  },
}
