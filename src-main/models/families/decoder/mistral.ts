import { DERIVABLE, decoderGraph, ggufDecoderTensor } from './decoder'
import type { Family } from '../family'
import { decoderFields, decoderShape, parseConfig, windowsOf } from './hf-config'
import { inverseFrequencies, ropeSettings } from './rotary'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(131_072),
}

/** Mistral: Llama's block with attention in a sliding window. Its GGUF files call themselves llama. */
export const mistral: Family = {
  id: 'mistral',
  architectures: ['MistralForCausalLM'],
  ggufArchitectures: [],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    // an absent key means 4096 to transformers, null means no window
    const window = c.sliding_window === undefined ? 4096 : c.sliding_window
    const nKvHeads = c.num_key_value_heads === undefined ? 8 : (c.num_key_value_heads ?? c.num_attention_heads)
    const shape = decoderShape(c, nKvHeads, where)
    return decoderGraph({
      family: 'mistral',
      shape,
      epsilon: c.rms_norm_eps,
      inverseFrequencies: inverseFrequencies(shape.dHead, ropeSettings(c, 10_000), where),
      tied: c.tie_word_embeddings,
      biases: { qkv: false, output: false, mlp: false },
      attentionWindows: c.layer_types
        ? windowsOf(c.layer_types, window, shape.nLayers, where)
        : new Array<number | null>(shape.nLayers).fill(window),
    })
  },
  fromGguf() {
    throw new Error('GGUF files of Mistral models are of architecture llama')
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, true),
}
