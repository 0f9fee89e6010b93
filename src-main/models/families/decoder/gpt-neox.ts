import { z } from 'zod'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import { columnsOfHeads } from '../../../engine/operators/split'
import type { Family } from '../family'
import { activationField, affine, causal, headsOf, inTwoHalves, normed, ropeFields, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { count, parseConfig } from './hf-config'
import { readRope, ropeSettings } from './rotary'
import { noGguf } from './no-gguf'

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
 * GPT-NeoX, as Pythia is (Black et al., 2022): layer norms, rotary positions in a part of each head, q, k and v side by side
 * within each head, and attention and MLP beside one another on the same state, or one after the other.
 */
export const gptNeox: Family = {
  id: 'gpt_neox',
  architectures: ['GPTNeoXForCausalLM'],
  ...noGguf('GPT-NeoX'),
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const rope = { partial_rotary_factor: c.rotary_pct, ...(ropeSettings(c, c.rotary_emb_base) as object) }
    const turned = readRope(dHead, rope, c.max_position_embeddings, where)
    const frequencies = turned.inverseFrequencies
    const rotation = { table: 0, dims: 2 * frequencies.length }
    const heads = { nHeads, nKvHeads: nHeads, dHead }
    const epsilon = c.layer_norm_eps
    const at = (layer: number, name: string): string => `gpt_neox.layers.${layer}.${name}`
    const bias = (layer: number, name: string): string | undefined =>
      c.attention_bias ? at(layer, `${name}.bias`) : undefined

    const attended: LayerForward = (g, layer, hidden) => {
      const x = normed(g, hidden, at(layer, 'input_layernorm'), epsilon)
      const fused = linear(
        g,
        x,
        at(layer, 'attention.query_key_value.weight'),
        bias(layer, 'attention.query_key_value'),
      )
      const [q, k, v] = columnsOfHeads(g, fused, nHeads)
      const mixed = attention(g, q, k, v, { heads, pattern: causal, rotation })
      return linear(g, mixed, at(layer, 'attention.dense.weight'), bias(layer, 'attention.dense'))
    }
    const activation = ACTIVATIONS[c.hidden_act]
    const mlp: LayerForward = (g, layer, hidden) => {
      const x = normed(g, hidden, at(layer, 'post_attention_layernorm'), epsilon)
      return affine(g, activation(g, affine(g, x, at(layer, 'mlp.dense_h_to_4h'))), at(layer, 'mlp.dense_4h_to_h'))
    }
    const beside: LayerForward = (g, layer, hidden) =>
      add(g, add(g, mlp(g, layer, hidden), attended(g, layer, hidden)), hidden)
    const attentionPart: LayerForward = (g, layer, hidden) => add(g, attended(g, layer, hidden), hidden)
    const mlpPart: LayerForward = (g, layer, hidden) => add(g, mlp(g, layer, hidden), hidden)
    const shape = {
      ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, ...heads, dMlp: c.intermediate_size },
      ...{ dVocab: c.vocab_size, nCtx: turned.longest ?? c.max_position_embeddings },
    }
    return {
      family: 'gpt_neox',
      shape,
      weights: weightsOf(shape, c.attention_bias, c.tie_word_embeddings),
      identity: {
        ...{ family: 'gpt_neox', shape, epsilon, inverseFrequencies: [...frequencies], rotaryScale: turned.scale },
        ...{ activation: c.hidden_act, isParallel: c.use_parallel_residual },
      },
      positions: { kind: 'rotary', tables: [turned] },
      attention: Array.from({ length: shape.nLayers }, () => causal),
      embed: (g, ids) => embedding(g, EMBEDDING, ids),
      parts: {
        ...inTwoHalves(attentionPart, mlpPart),
        ...(c.use_parallel_residual ? { block: beside } : {}),
      },
      heads: {
        lm: (g, hidden) => linear(g, normed(g, hidden, FINAL_NORM, epsilon), c.tie_word_embeddings ? EMBEDDING : HEAD),
      },
    }
  },
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
