import { z } from 'zod'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type BlockNorms } from './decoder'
import { noGguf } from './no-gguf'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-5),
  max_position_embeddings: decoderFields.max_position_embeddings.default(2048),
  attention_bias: z.boolean().default(false),
}

/** What is computed is normed, not what it is computed from (2 OLMo 2 Furious, section 2). */
const POST_NORM: BlockNorms = {
  attention: { after: 'post_attention_layernorm' },
  mlp: { after: 'post_feedforward_layernorm' },
}

/** OLMo 2: norms after attention and MLP, and over all queries and all keys as one. */
export const olmo2: Family = {
  id: 'olmo2',
  architectures: ['Olmo2ForCausalLM'],
  ...noGguf('OLMo 2'),
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: null, window: null, slides: () => false }, where),
      family: 'olmo2',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: false },
      traits: { norms: POST_NORM, queryKeyNorm: 'whole', identity: { norms: 'post', queryKeyNorm: 'whole' } },
    })
  },
}
