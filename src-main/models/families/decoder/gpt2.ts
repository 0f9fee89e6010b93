import { z } from 'zod'
import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import { CALL } from '../../../engine/graph/call-inputs'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear, linearTransposed } from '../../../engine/operators/linear'
import { columns } from '../../../engine/operators/split'
import type { Family } from '../family'
import { activationField, causal, headsOf, inTwoHalves, normed, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { count, parseConfig } from './hf-config'
import { noGguf } from './no-gguf'

const fields = {
  vocab_size: count,
  n_positions: count.default(1024),
  n_ctx: count.optional(),
  n_embd: count,
  n_layer: count.max(10_000),
  n_head: count.max(100_000),
  n_inner: count.nullish(),
  activation_function: activationField('gelu_new'),
  layer_norm_epsilon: z.number().positive().max(1).default(1e-5),
  tie_word_embeddings: z.boolean().default(true),
  scale_attn_weights: z.literal(true).default(true),
  // of heads that classify
  summary_type: z.unknown().optional(),
  summary_use_proj: z.unknown().optional(),
  summary_activation: z.unknown().optional(),
  summary_proj_to_labels: z.unknown().optional(),
  summary_first_dropout: z.unknown().optional(),
}

const TOKENS = 'transformer.wte.weight'
const POSITIONS = 'transformer.wpe.weight'
const HEAD = 'lm_head.weight'
const at = (layer: number, name: string): string => `transformer.h.${layer}.${name}`

/** GPT-2 (Radford et al., 2019): layer norms before each half, learned positions, q, k and v in one weight. */
export const gpt2: Family = {
  id: 'gpt2',
  architectures: ['GPT2LMHeadModel'],
  ...noGguf('GPT-2'),
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.n_embd, c.n_head, where)
    const heads = { nHeads, nKvHeads: nHeads, dHead }
    const epsilon = c.layer_norm_epsilon
    const shape = {
      ...{ nLayers: c.n_layer, dModel: c.n_embd, ...heads, dMlp: c.n_inner ?? 4 * c.n_embd },
      ...{ dVocab: c.vocab_size, nCtx: c.n_positions },
    }
    const turned = (g: GraphBuilder, x: Value, name: string): Value =>
      linearTransposed(g, x, `${name}.weight`, `${name}.bias`)
    const attentionPart: LayerForward = (g, layer, hidden) => {
      const fused = turned(g, normed(g, hidden, at(layer, 'ln_1'), epsilon), at(layer, 'attn.c_attn'))
      const [q, k, v] = columns(g, fused, [c.n_embd, c.n_embd, c.n_embd])
      const mixed = attention(g, q, k, v, { heads, pattern: causal, rotation: null })
      return add(g, hidden, turned(g, mixed, at(layer, 'attn.c_proj')))
    }
    const mlpPart: LayerForward = (g, layer, hidden) => {
      const wide = turned(g, normed(g, hidden, at(layer, 'ln_2'), epsilon), at(layer, 'mlp.c_fc'))
      return add(g, hidden, turned(g, ACTIVATIONS[c.activation_function](g, wide), at(layer, 'mlp.c_proj')))
    }
    return {
      family: 'gpt2',
      shape,
      weights: weightsOf(shape, c.tie_word_embeddings),
      identity: { family: 'gpt2', shape, epsilon, activation: c.activation_function },
      positions: { kind: 'learned' },
      attention: Array.from({ length: shape.nLayers }, () => causal),
      embed(g, ids) {
        const places = g.op('Reshape', [CALL.positions, g.int64([-1])])
        return add(g, embedding(g, TOKENS, ids), embedding(g, POSITIONS, places))
      },
      parts: inTwoHalves(attentionPart, mlpPart),
      heads: {
        lm: (g, hidden) =>
          linear(g, normed(g, hidden, 'transformer.ln_f', epsilon), c.tie_word_embeddings ? TOKENS : HEAD),
      },
    }
  },
}

function weightsOf({ nLayers, dModel, dMlp, dVocab, nCtx }: ModelGraph['shape'], tied: boolean): WeightSpec[] {
  const specs: WeightSpec[] = [
    { name: TOKENS, shape: [dVocab, dModel], part: 'embed' },
    { name: POSITIONS, shape: [nCtx, dModel], part: 'embed' },
  ]
  const add = (name: string, part: WeightSpec['part'], dims: readonly number[]): unknown =>
    specs.push(...withBias(name, part, dims, dims.at(-1)))
  for (let layer = 0; layer < nLayers; layer++) {
    add(at(layer, 'ln_1'), layer, [dModel])
    add(at(layer, 'attn.c_attn'), layer, [dModel, 3 * dModel])
    add(at(layer, 'attn.c_proj'), layer, [dModel, dModel])
    add(at(layer, 'ln_2'), layer, [dModel])
    add(at(layer, 'mlp.c_fc'), layer, [dModel, dMlp])
    add(at(layer, 'mlp.c_proj'), layer, [dMlp, dModel])
  }
  add('transformer.ln_f', 'head', [dModel])
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dModel], part: 'head' })
  return specs
}
