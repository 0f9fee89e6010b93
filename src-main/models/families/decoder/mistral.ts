import { DERIVABLE, decoderGraph } from './decoder'
import type { Family } from '../family'
import { ggufDecoderTensor } from './gguf-names'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

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
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: 8, window, slides: () => true }, where),
      family: 'mistral',
      biases: { qkv: false, output: false, mlp: false },
    })
  },
  fromGguf() {
    throw new Error('GGUF files of Mistral models are of architecture llama')
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, true),
}
