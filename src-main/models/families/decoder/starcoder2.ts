import { z } from 'zod'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import type { Value } from '../../../engine/graph/graph-builder'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import type { RotaryFrequencies } from '../../../engine/model/positions'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import type { Family } from '../family'
import { activationField, affine, headsOf, inTwoHalves, normed, ropeFields, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { ggufRope } from './gguf-config'
import { ggufSettings } from './gguf-metadata'
import { ggufDecoderTensor } from './gguf-names'
import { count, parseConfig } from './hf-config'
import { readRope, ropeSettings } from './rotary'

const fields = {
  vocab_size: count,
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count.max(10_000),
  num_attention_heads: count.max(100_000),
  num_key_value_heads: count.max(100_000).default(2),
  hidden_act: activationField('gelu_pytorch_tanh'),
  max_position_embeddings: count.default(4096),
  norm_epsilon: z.number().positive().max(1).default(1e-5),
  sliding_window: count.nullish(),
  use_bias: z.literal(true).default(true),
  tie_word_embeddings: z.boolean().default(true),
  norm_type: z.literal('layer_norm').optional(),
  mlp_type: z.literal('default').optional(),
  scale_attn_weights: z.literal(true).optional(),
  // of half precision
  attention_softmax_in_fp32: z.unknown().optional(),
  scale_attention_softmax_in_fp32: z.unknown().optional(),
  ...ropeFields,
}

const EMBEDDING = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'
const FINAL_NORM = 'model.norm'
const at = (layer: number, name: string): string => `model.layers.${layer}.${name}`

/** StarCoder 2 (Lozhkov et al., 2024): layer norms, rotary positions, grouped heads, a plain MLP, biases everywhere. */
export const starcoder2: Family = {
  id: 'starcoder2',
  architectures: ['Starcoder2ForCausalLM'],
  ggufArchitectures: ['starcoder2'],
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const turned = readRope(dHead, ropeSettings(c, 10_000), c.max_position_embeddings, where)
    return graphOf({
      shape: {
        ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, nHeads, nKvHeads: c.num_key_value_heads, dHead },
        ...{ dMlp: c.intermediate_size, dVocab: c.vocab_size, nCtx: c.max_position_embeddings },
      },
      epsilon: c.norm_epsilon,
      activation: c.hidden_act,
      window: c.sliding_window ?? null,
      turned,
      tied: c.tie_word_embeddings,
    })
  },
  fromGguf(metadata, tensors, where) {
    const { number, integer, raw, nTokens } = ggufSettings('starcoder2', metadata, where, [
      'attention.layer_norm_epsilon',
    ])
    const dModel = integer('embedding_length')
    const { nHeads, dHead } = headsOf(dModel, integer('attention.head_count'), where)
    const nCtx = integer('context_length')
    const turned = ggufRope(dHead, nCtx, raw, tensors, where)
    const window = raw('attention.sliding_window')
    return graphOf({
      shape: {
        ...{ nLayers: integer('block_count'), dModel, nHeads, dHead },
        ...{ nKvHeads: integer('attention.head_count_kv', nHeads), dMlp: integer('feed_forward_length') },
        ...{ dVocab: nTokens(), nCtx },
      },
      epsilon: number('attention.layer_norm_epsilon'),
      // no file states it: that of the released models
      activation: 'gelu_pytorch_tanh',
      window: typeof window === 'number' && window > 0 ? window : null,
      turned,
      tied: !tensors.has('output.weight'),
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false),
}

interface Settings {
  readonly shape: ModelGraph['shape']
  readonly epsilon: number
  readonly activation: ActivationName
  /** Tokens that attention sees; null for all. */
  readonly window: number | null
  readonly turned: RotaryFrequencies
  readonly tied: boolean
}

function graphOf({ shape, epsilon, activation, window, turned, tied }: Settings): ModelGraph {
  const frequencies = turned.inverseFrequencies
  const rotation = { table: 0, dims: 2 * frequencies.length }
  const pattern: AttentionPattern = { kind: 'causal', window }
  const attentionPart: LayerForward = (g, layer, hidden) => {
    const x = normed(g, hidden, at(layer, 'input_layernorm'), epsilon)
    const projected = (name: string): Value => affine(g, x, at(layer, `self_attn.${name}_proj`))
    const mixed = attention(g, projected('q'), projected('k'), projected('v'), { heads: shape, pattern, rotation })
    return add(g, hidden, affine(g, mixed, at(layer, 'self_attn.o_proj')))
  }
  const mlpPart: LayerForward = (g, layer, hidden) => {
    const x = normed(g, hidden, at(layer, 'post_attention_layernorm'), epsilon)
    const wide = ACTIVATIONS[activation](g, affine(g, x, at(layer, 'mlp.c_fc')))
    return add(g, hidden, affine(g, wide, at(layer, 'mlp.c_proj')))
  }
  return {
    family: 'starcoder2',
    shape,
    weights: weightsOf(shape, tied),
    identity: {
      ...{ family: 'starcoder2', shape, epsilon, window },
      ...{ inverseFrequencies: [...frequencies], rotaryScale: turned.scale, activation },
    },
    positions: { kind: 'rotary', tables: [turned] },
    attention: Array.from({ length: shape.nLayers }, () => pattern),
    embed: (g, ids) => embedding(g, EMBEDDING, ids),
    parts: inTwoHalves(attentionPart, mlpPart),
    heads: {
      lm: (g, hidden) => linear(g, normed(g, hidden, FINAL_NORM, epsilon), tied ? EMBEDDING : HEAD),
    },
  }
}

function weightsOf(
  { nLayers, dModel, nHeads, nKvHeads, dHead, dMlp, dVocab }: ModelGraph['shape'],
  tied: boolean,
): WeightSpec[] {
  const specs: WeightSpec[] = [{ name: EMBEDDING, shape: [dVocab, dModel], part: 'embed' }]
  const add = (...of: Parameters<typeof withBias>): unknown => specs.push(...withBias(...of))
  for (let layer = 0; layer < nLayers; layer++) {
    add(at(layer, 'input_layernorm'), layer, [dModel])
    add(at(layer, 'self_attn.q_proj'), layer, [nHeads * dHead, dModel])
    add(at(layer, 'self_attn.k_proj'), layer, [nKvHeads * dHead, dModel])
    add(at(layer, 'self_attn.v_proj'), layer, [nKvHeads * dHead, dModel])
    add(at(layer, 'self_attn.o_proj'), layer, [dModel, nHeads * dHead])
    add(at(layer, 'post_attention_layernorm'), layer, [dModel])
    add(at(layer, 'mlp.c_fc'), layer, [dMlp, dModel])
    add(at(layer, 'mlp.c_proj'), layer, [dModel, dMlp])
  }
  add(FINAL_NORM, 'head', [dModel])
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dModel], part: 'head' })
  return specs
}
