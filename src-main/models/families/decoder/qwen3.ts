import { z } from 'zod'
import type { ModelGraph } from '../../../engine/model/frozen-model'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type DecoderOptions } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const fields = {
  ...decoderFields,
  head_dim: decoderFields.head_dim.default(128),
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(32_768),
  attention_bias: z.boolean().default(false),
  use_sliding_window: z.boolean().default(false),
  max_window_layers: z.number().int().min(0).default(28),
}

/** Qwen 3: Llama's block with an RMS norm over each head of queries and keys (Qwen3 Technical Report, section 2). */
export const qwen3: Family = {
  id: 'qwen3',
  architectures: ['Qwen3ForCausalLM'],
  ggufArchitectures: ['qwen3'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const window = c.use_sliding_window ? (c.sliding_window === undefined ? 4096 : c.sliding_window) : null
    const slides = (layer: number): boolean => layer >= c.max_window_layers
    return graphOf({
      ...decoderSettings(c, { nKvHeads: 32, window, slides }, where),
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: false },
    })
  },
  fromGguf: (metadata, tensors, where) =>
    graphOf({
      ...ggufDecoderSettings('qwen3', metadata, tensors, where),
      biases: { qkv: false, output: false, mlp: false },
    }),
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false),
}

const graphOf = (options: Omit<DecoderOptions, 'family'>): ModelGraph =>
  decoderGraph({
    ...options,
    family: 'qwen3',
    traits: { queryKeyNorm: 'heads', identity: { queryKeyNorm: 'heads' } },
  })
