import { z } from 'zod'
import { DERIVABLE, decoderGraph, ggufDecoderTensor } from './decoder'
import type { Family } from '../family'
import { ggufDecoderSettings } from './gguf-config'
import { decoderFields, decoderShape, parseConfig, windowsOf } from './hf-config'
import { inverseFrequencies, ropeSettings } from './rotary'

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
    const nKvHeads = c.num_key_value_heads === undefined ? 32 : (c.num_key_value_heads ?? c.num_attention_heads)
    const shape = decoderShape(c, nKvHeads, where)
    const window = c.use_sliding_window ? (c.sliding_window === undefined ? 4096 : c.sliding_window) : null
    return decoderGraph({
      family: 'qwen2',
      shape,
      epsilon: c.rms_norm_eps,
      inverseFrequencies: inverseFrequencies(shape.dHead, ropeSettings(c, 10_000), where),
      tied: c.tie_word_embeddings,
      biases,
      attentionWindows: c.layer_types
        ? windowsOf(c.layer_types, window, shape.nLayers, where)
        : Array.from({ length: shape.nLayers }, (_, l) =>
            window !== null && l >= c.max_window_layers ? window : null,
          ),
    })
  },
  fromGguf: (metadata, tensors, where) =>
    decoderGraph({ ...ggufDecoderSettings('qwen2', metadata, tensors, where), family: 'qwen2', biases }),
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false),
}
