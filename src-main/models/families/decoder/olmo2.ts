import { z } from 'zod'
import type { ModelGraph } from '../../../engine/model/frozen-model'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type BlockNorms, type DecoderOptions } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor, SANDWICH_NAMES } from './gguf-names'
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
  ggufArchitectures: ['olmo2'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    return graphOf(decoderSettings(c, { nKvHeads: null, window: null, slides: () => false }, where), c.attention_bias)
  },
  fromGguf: (metadata, tensors, where) => graphOf(ggufDecoderSettings('olmo2', metadata, tensors, where), false),
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false, SANDWICH_NAMES),
}

const graphOf = (settings: Omit<DecoderOptions, 'family' | 'biases'>, hasBias: boolean): ModelGraph =>
  decoderGraph({
    ...settings,
    family: 'olmo2',
    biases: { qkv: hasBias, output: hasBias, mlp: false },
    traits: { norms: POST_NORM, queryKeyNorm: 'whole', identity: { norms: 'post', queryKeyNorm: 'whole' } },
  })
