import { z } from 'zod'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { noGguf } from './no-gguf'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const multiplier = z.number().positive().default(1)
const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  max_position_embeddings: decoderFields.max_position_embeddings.default(2048),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  embedding_multiplier: multiplier,
  logits_scaling: multiplier,
  residual_multiplier: multiplier,
  attention_multiplier: multiplier,
}

/** Granite 3: Llama's block with multipliers of the embedding, the scores, both residuals and the logits. */
export const granite: Family = {
  id: 'granite',
  architectures: ['GraniteForCausalLM'],
  ...noGguf('Granite'),
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const multipliers = {
      embeddingScale: c.embedding_multiplier,
      attentionScale: c.attention_multiplier,
      residualScale: c.residual_multiplier,
      logitScale: 1 / c.logits_scaling,
    }
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: null, window: null, slides: () => false }, where),
      family: 'granite',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: c.mlp_bias },
      traits: { ...multipliers, identity: multipliers },
    })
  },
}
