import { z } from 'zod'
import { geluTanh } from '../../../engine/operators/activations'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type BlockNorms } from './decoder'
import { noGguf } from './no-gguf'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'

const cap = z.number().positive().nullish()

/** What configurations of Gemma 2 and 3 share. */
export const gemmaFields = {
  ...decoderFields,
  head_dim: decoderFields.head_dim.default(256),
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-6),
  hidden_act: z.unknown().optional(),
  hidden_activation: z.literal('gelu_pytorch_tanh').default('gelu_pytorch_tanh'),
  tie_word_embeddings: z.boolean().default(true),
  attention_bias: z.boolean().default(false),
  query_pre_attn_scalar: z.number().positive().default(256),
  final_logit_softcapping: cap,
  attn_logit_softcapping: cap,
  use_bidirectional_attention: z.literal(false).nullish(),
}

/** Before and after each half. */
export const SANDWICH_NORM: BlockNorms = {
  attention: { before: 'input_layernorm', after: 'post_attention_layernorm' },
  mlp: { before: 'pre_feedforward_layernorm', after: 'post_feedforward_layernorm' },
}

const fields = {
  ...gemmaFields,
  max_position_embeddings: gemmaFields.max_position_embeddings.default(8192),
}

/** Gemma 2: norms on both sides of each half, soft caps, every other layer in a sliding window (Gemma 2, section 2). */
export const gemma2: Family = {
  id: 'gemma2',
  architectures: ['Gemma2ForCausalLM'],
  ...noGguf('Gemma 2'),
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const window = c.sliding_window === undefined ? 4096 : c.sliding_window
    const capOf = (value: number | null | undefined, fallback: number): number | undefined =>
      value === undefined ? fallback : (value ?? undefined)
    const [attentionCap, logitCap] = [capOf(c.attn_logit_softcapping, 50), capOf(c.final_logit_softcapping, 30)]
    const scales = {
      embeddingScale: Math.fround(Math.sqrt(c.hidden_size)),
      attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
      ...(attentionCap === undefined ? {} : { attentionCap }),
      ...(logitCap === undefined ? {} : { logitCap }),
    }
    return decoderGraph({
      ...decoderSettings(c, { nKvHeads: 4, window, slides: (layer) => layer % 2 === 0 }, where),
      family: 'gemma2',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: false },
      traits: {
        ...scales,
        norms: SANDWICH_NORM,
        normOffset: 1,
        activation: geluTanh,
        identity: { ...scales, norms: 'sandwich', normOffset: 1, activation: 'geluTanh' },
      },
    })
  },
}
