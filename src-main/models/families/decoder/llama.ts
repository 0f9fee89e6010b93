import { z } from 'zod'
import { DERIVABLE, decoderGraph } from './decoder'
import type { Family } from '../family'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(2048),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
}

/** Llama 1, 2 and 3 and their relatives (SmolLM2 and others of the same architecture). */
export const llama: Family = {
  id: 'llama',
  architectures: ['LlamaForCausalLM', 'LLaMAForCausalLM'],
  ggufArchitectures: ['llama'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const defaults = { nKvHeads: null, window: c.sliding_window ?? null, slides: () => false }
    return decoderGraph({
      ...decoderSettings(c, defaults, where),
      family: 'llama',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: c.mlp_bias },
    })
  },
  fromGguf(metadata, tensors, where) {
    const s = ggufDecoderSettings('llama', metadata, tensors, where)
    return decoderGraph({
      ...s,
      family: 'llama',
      biases: {
        qkv: tensors.has('blk.0.attn_q.bias'),
        output: tensors.has('blk.0.attn_output.bias'),
        mlp: tensors.has('blk.0.ffn_gate.bias'),
      },
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, true),
}
