import { z } from 'zod'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { noGguf } from './no-gguf'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(32_768),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(true),
  use_sliding_window: z.boolean().default(false),
  // layer_types say it
  max_window_layers: z.unknown().optional(),
  no_rope_layers: z.array(z.number().int().min(0).max(1)).nullish(),
  no_rope_layer_interval: z.number().int().min(1).default(4),
}

/** SmolLM3: Llama's block, of which every fourth layer has no positions (Yang et al., 2025, Rope to Nope). */
export const smollm3: Family = {
  id: 'smollm3',
  architectures: ['SmolLM3ForCausalLM'],
  ...noGguf('SmolLM3'),
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const isTurned = Array.from({ length: c.num_hidden_layers }, (_, layer) =>
      c.no_rope_layers ? c.no_rope_layers[layer] === 1 : (layer + 1) % c.no_rope_layer_interval !== 0,
    )
    const window = c.use_sliding_window ? (c.sliding_window ?? null) : null
    const slides = (layer: number): boolean => !isTurned[layer]
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: 4, window, slides, theta: 2_000_000 }, where),
      family: 'smollm3',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: c.mlp_bias },
      traits: { rotaryTable: (layer) => (isTurned[layer] ? 0 : null), identity: { isTurned } },
    })
  },
}
