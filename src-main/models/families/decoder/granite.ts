import { z } from 'zod'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor } from './gguf-names'
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
  ggufArchitectures: ['granite'],
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
  fromGguf(metadata, tensors, where) {
    const settings = ggufDecoderSettings('granite', metadata, tensors, where, GGUF_SCALES)
    // a scale of 0, or none, is not applied (llama.cpp, granite)
    const scale = (key: (typeof GGUF_SCALES)[number], unset: number): number => {
      const stated = metadata[`granite.${key}`]
      return typeof stated === 'number' && stated !== 0 ? stated : unset
    }
    const multipliers = {
      embeddingScale: scale('embedding_scale', 1),
      attentionScale: scale('attention.scale', 1 / Math.sqrt(settings.shape.dHead)),
      residualScale: scale('residual_scale', 1),
      logitScale: 1 / scale('logit_scale', 1),
    }
    return decoderGraph({
      ...settings,
      family: 'granite',
      biases: {
        qkv: tensors.has('blk.0.attn_q.bias'),
        output: tensors.has('blk.0.attn_output.bias'),
        mlp: tensors.has('blk.0.ffn_gate.bias'),
      },
      traits: { ...multipliers, identity: multipliers },
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, true),
}

const GGUF_SCALES = ['attention.scale', 'embedding_scale', 'residual_scale', 'logit_scale'] as const
