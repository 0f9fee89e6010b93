import { z } from 'zod'
import { DERIVABLE, decoderGraph } from './decoder'
import type { Family } from '../family'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(32_768),
  use_sliding_window: z.boolean().default(false),
  max_window_layers: z.number().int().min(0).default(28),
}

const biases = { qkv: true, output: false, mlp: false }

/** Qwen 2 and 2.5: Llama's block with biases on q, k and v, and sliding windows in the upper layers where asked for. */
export const qwen2: Family = {
  id: 'qwen2',
  architectures: ['Qwen2ForCausalLM'],
  ggufArchitectures: ['qwen2'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const window = c.use_sliding_window ? (c.sliding_window === undefined ? 4096 : c.sliding_window) : null
    const slides = (layer: number): boolean => layer >= c.max_window_layers
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: 32, window, slides }, where),
      family: 'qwen2',
      biases,
    })
  },
  fromGguf: (metadata, tensors, where) =>
    decoderGraph({ ...ggufDecoderSettings('qwen2', metadata, tensors, where), family: 'qwen2', biases }),
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false),
}
