import { z } from 'zod'
import type { ModelGraph } from '../../../engine/model/frozen-model'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type DecoderOptions } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
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
  ggufArchitectures: ['smollm3'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const isTurned = Array.from({ length: c.num_hidden_layers }, (_, layer) =>
      c.no_rope_layers ? c.no_rope_layers[layer] === 1 : (layer + 1) % c.no_rope_layer_interval !== 0,
    )
    const window = c.use_sliding_window ? (c.sliding_window ?? null) : null
    const slides = (layer: number): boolean => !isTurned[layer]
    return graphOf({
      ...decoderSettings(c, { nKvHeads: 4, window, slides, theta: 2_000_000 }, where),
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: c.mlp_bias },
      isTurned,
    })
  },
  fromGguf(metadata, tensors, where) {
    const settings = ggufDecoderSettings('smollm3', metadata, tensors, where)
    return graphOf({
      ...settings,
      biases: { qkv: false, output: false, mlp: false },
      isTurned: Array.from({ length: settings.shape.nLayers }, (_, layer) => (layer + 1) % GGUF_INTERVAL !== 0),
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, true),
}

/** What GGUF files do not say: which layers have no positions (llama.cpp, smollm3). */
const GGUF_INTERVAL = 4

const graphOf = ({
  isTurned,
  ...options
}: Omit<DecoderOptions, 'family'> & { readonly isTurned: readonly boolean[] }): ModelGraph =>
  decoderGraph({
    ...options,
    family: 'smollm3',
    traits: { rotaryTable: (layer) => (isTurned[layer] ? 0 : null), identity: { isTurned } },
  })
