import { z } from 'zod'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import { columns, columnsOfHeads } from '../../../engine/operators/split'
import type { RotaryFrequencies } from '../../../engine/model/positions'
import type { Family } from '../family'
import { activationField, affine, causal, headsOf, inTwoHalves, normed, ropeFields, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { ggufRope } from './gguf-config'
import { ggufSettings } from './gguf-metadata'
import { ggufName } from './gguf-names'
import { count, parseConfig } from './hf-config'
import { readRope, ropeSettings } from './rotary'

const fields = {
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count.max(10_000),
  num_attention_heads: count.max(100_000),
  vocab_size: count,
  max_position_embeddings: count.default(2048),
  layer_norm_eps: z.number().positive().max(1).default(1e-5),
  hidden_act: activationField('gelu'),
  tie_word_embeddings: z.boolean().default(false),
  use_parallel_residual: z.boolean().default(true),
  attention_bias: z.boolean().default(true),
  rotary_pct: z.number().positive().max(1).default(0.25),
  rotary_emb_base: z.number().positive().default(10_000),
  classifier_dropout: z.number().nullish(),
  ...ropeFields,
}

const EMBEDDING = 'gpt_neox.embed_in.weight'
const HEAD = 'embed_out.weight'
const FINAL_NORM = 'gpt_neox.final_layer_norm'

/**
 * GPT-NeoX, as Pythia is (Black et al., 2022): layer norms, rotary positions in a part of each head, q, k and v in one weight,
 * and attention and MLP beside one another on the same state, or one after the other.
 */
export const gptNeox: Family = {
  id: 'gpt_neox',
  architectures: ['GPTNeoXForCausalLM'],
  ggufArchitectures: ['gptneox'],
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const rope = { partial_rotary_factor: c.rotary_pct, ...(ropeSettings(c, c.rotary_emb_base) as object) }
    const turned = readRope(dHead, rope, c.max_position_embeddings, where)
    return graphOf({
      shape: {
        ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: c.intermediate_size, dVocab: c.vocab_size, nCtx: c.max_position_embeddings },
      },
      epsilon: c.layer_norm_eps,
      activation: c.hidden_act,
      turned,
      isParallel: c.use_parallel_residual,
      hasAttentionBias: c.attention_bias,
      tied: c.tie_word_embeddings,
      fused: 'by head',
    })
  },
  fromGguf(metadata, tensors, where) {
    const { number, integer, raw, nTokens } = ggufSettings('gptneox', metadata, where, GGUF_KEYS)
    const { nHeads, dHead } = headsOf(integer('embedding_length'), integer('attention.head_count'), where)
    const nCtx = integer('context_length')
    const turned = ggufRope(integer('rope.dimension_count', dHead), nCtx, raw, tensors, where)
    return graphOf({
      shape: {
        ...{ nLayers: integer('block_count'), dModel: integer('embedding_length'), nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: integer('feed_forward_length'), dVocab: nTokens(), nCtx },
      },
      epsilon: number('attention.layer_norm_epsilon'),
      // no file states it: that of the released models
      activation: 'gelu',
      turned,
      isParallel: raw('use_parallel_residual') !== false,
      hasAttentionBias: tensors.has('blk.0.attn_qkv.bias'),
      tied: !tensors.has('output.weight'),
      // the converter sets all queries before all keys (convert_hf_to_gguf.py, GPTNeoXModel)
      fused: 'side by side',
    })
  },
  ggufTensor: (weight) => ggufName(weight, GGUF_NAMES),
}

const GGUF_KEYS = ['attention.layer_norm_epsilon', 'use_parallel_residual']
const GGUF_NAMES = [
  [/^gpt_neox\.embed_in\./, 'token_embd.'],
  [/^gpt_neox\.final_layer_norm\./, 'output_norm.'],
  [/^embed_out\./, 'output.'],
  [/^gpt_neox\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^gpt_neox\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^gpt_neox\.layers\.(\d+)\.attention\.query_key_value\./, 'blk.$1.attn_qkv.'],
  [/^gpt_neox\.layers\.(\d+)\.attention\.dense\./, 'blk.$1.attn_output.'],
  [/^gpt_neox\.layers\.(\d+)\.mlp\.dense_h_to_4h\./, 'blk.$1.ffn_up.'],
  [/^gpt_neox\.layers\.(\d+)\.mlp\.dense_4h_to_h\./, 'blk.$1.ffn_down.'],
] as const

interface Settings {
  readonly shape: ModelGraph['shape']
  readonly epsilon: number
  readonly activation: ActivationName
  readonly turned: RotaryFrequencies
  readonly isParallel: boolean
  readonly hasAttentionBias: boolean
  readonly tied: boolean
  /** How q, k and v lie in their weight: beside one another within each head, or all heads' queries first. */
  readonly fused: 'by head' | 'side by side'
}

function graphOf(settings: Settings): ModelGraph {
  const { shape, epsilon, turned, isParallel, hasAttentionBias, tied, fused } = settings
  const { nHeads, nKvHeads, dHead, dModel } = shape
  const frequencies = turned.inverseFrequencies
  const rotation = { table: 0, dims: 2 * frequencies.length }
  const at = (layer: number, name: string): string => `gpt_neox.layers.${layer}.${name}`
  const bias = (layer: number, name: string): string | undefined =>
    hasAttentionBias ? at(layer, `${name}.bias`) : undefined

  const attended: LayerForward = (g, layer, hidden) => {
    const x = normed(g, hidden, at(layer, 'input_layernorm'), epsilon)
    const joined = linear(g, x, at(layer, 'attention.query_key_value.weight'), bias(layer, 'attention.query_key_value'))
    const [q, k, v] =
      fused === 'by head' ? columnsOfHeads(g, joined, nHeads) : columns(g, joined, [dModel, dModel, dModel])
    const mixed = attention(g, q, k, v, { heads: { nHeads, nKvHeads, dHead }, pattern: causal, rotation })
    return linear(g, mixed, at(layer, 'attention.dense.weight'), bias(layer, 'attention.dense'))
  }
  const activation = ACTIVATIONS[settings.activation]
  const mlp: LayerForward = (g, layer, hidden) => {
    const x = normed(g, hidden, at(layer, 'post_attention_layernorm'), epsilon)
    return affine(g, activation(g, affine(g, x, at(layer, 'mlp.dense_h_to_4h'))), at(layer, 'mlp.dense_4h_to_h'))
  }
  const beside: LayerForward = (g, layer, hidden) =>
    add(g, add(g, mlp(g, layer, hidden), attended(g, layer, hidden)), hidden)
  const attentionPart: LayerForward = (g, layer, hidden) => add(g, attended(g, layer, hidden), hidden)
  const mlpPart: LayerForward = (g, layer, hidden) => add(g, mlp(g, layer, hidden), hidden)
  return {
    family: 'gpt_neox',
    shape,
    weights: weightsOf(shape, hasAttentionBias, tied),
    identity: {
      ...{ family: 'gpt_neox', shape, epsilon, inverseFrequencies: [...frequencies], rotaryScale: turned.scale },
      ...{ activation: settings.activation, isParallel },
      ...(fused === 'by head' ? {} : { fused }),
    },
    positions: { kind: 'rotary', tables: [turned] },
    attention: Array.from({ length: shape.nLayers }, () => causal),
    embed: (g, ids) => embedding(g, EMBEDDING, ids),
    parts: {
      ...inTwoHalves(attentionPart, mlpPart),
      ...(isParallel ? { block: beside } : {}),
    },
    heads: {
      lm: (g, hidden) => linear(g, normed(g, hidden, FINAL_NORM, epsilon), tied ? EMBEDDING : HEAD),
    },
  }
}

function weightsOf(
  { nLayers, dModel, dMlp, dVocab }: ModelGraph['shape'],
  hasAttentionBias: boolean,
  tied: boolean,
): WeightSpec[] {
  const specs: WeightSpec[] = [{ name: EMBEDDING, shape: [dVocab, dModel], part: 'embed' }]
  for (let layer = 0; layer < nLayers; layer++) {
    const add = (name: string, dims: readonly number[], hasBias = true): unknown =>
      specs.push(...withBias(`gpt_neox.layers.${layer}.${name}`, layer, dims).slice(0, hasBias ? 2 : 1))
    add('input_layernorm', [dModel])
    add('post_attention_layernorm', [dModel])
    add('attention.query_key_value', [3 * dModel, dModel], hasAttentionBias)
    add('attention.dense', [dModel, dModel], hasAttentionBias)
    add('mlp.dense_h_to_4h', [dMlp, dModel])
    add('mlp.dense_4h_to_h', [dModel, dMlp])
  }
  specs.push(...withBias(FINAL_NORM, 'head', [dModel]))
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dModel], part: 'head' })
  return specs
}
