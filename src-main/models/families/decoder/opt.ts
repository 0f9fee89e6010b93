import { z } from 'zod'
import { CALL } from '../../../engine/graph/call-inputs'
import type { Value } from '../../../engine/graph/graph-builder'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import type { Family } from '../family'
import { activationField, affine, causal, headsOf, inTwoHalves, normed, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { count, parseConfig } from './hf-config'
import { noGguf } from './no-gguf'

const fields = {
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count.max(10_000),
  ffn_dim: count,
  max_position_embeddings: count.default(2048),
  num_attention_heads: count.max(100_000),
  do_layer_norm_before: z.boolean().default(true),
  _remove_final_layer_norm: z.boolean().default(false),
  word_embed_proj_dim: count.nullish(),
  activation_function: activationField('relu'),
  enable_bias: z.literal(true).default(true),
  layer_norm_elementwise_affine: z.literal(true).default(true),
  tie_word_embeddings: z.boolean().default(true),
  // of training
  dropout: z.unknown().optional(),
  layerdrop: z.unknown().optional(),
  init_std: z.unknown().optional(),
}

const TOKENS = 'model.decoder.embed_tokens.weight'
const POSITIONS = 'model.decoder.embed_positions.weight'
const HEAD = 'lm_head.weight'
const FINAL_NORM = 'model.decoder.final_layer_norm'
/** Between embeddings and states of different width (OPT-350m). */
const PROJECT_IN = 'model.decoder.project_in.weight'
const PROJECT_OUT = 'model.decoder.project_out.weight'
/** Rows of the table of positions before the first one's (transformers, OPTLearnedPositionalEmbedding). */
const FIRST_POSITION = 2
/** PyTorch's default, which configurations do not state. */
const EPSILON = 1e-5
const at = (layer: number, name: string): string => `model.decoder.layers.${layer}.${name}`

/** OPT (Zhang et al., 2022): learned positions from the third row on, layer norms before each half; after it in OPT-350m. */
export const opt: Family = {
  id: 'opt',
  architectures: ['OPTForCausalLM'],
  ...noGguf('OPT'),
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const dEmbedding = c.word_embed_proj_dim ?? c.hidden_size
    const isProjected = dEmbedding !== c.hidden_size
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const heads = { nHeads, nKvHeads: nHeads, dHead }
    const shape = {
      ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, ...heads, dMlp: c.ffn_dim },
      ...{ dVocab: c.vocab_size, nCtx: c.max_position_embeddings },
    }
    const half =
      (norm: string, compute: LayerForward): LayerForward =>
      (g, layer, hidden) => {
        const [before, after] = c.do_layer_norm_before ? [true, false] : [false, true]
        const x = before ? normed(g, hidden, at(layer, norm), EPSILON) : hidden
        const sum = add(g, hidden, compute(g, layer, x))
        return after ? normed(g, sum, at(layer, norm), EPSILON) : sum
      }
    const attentionPart = half('self_attn_layer_norm', (g, layer, x) => {
      const projected = (name: string): Value => affine(g, x, at(layer, `self_attn.${name}_proj`))
      const options = { heads, pattern: causal, rotation: null }
      const mixed = attention(g, projected('q'), projected('k'), projected('v'), options)
      return affine(g, mixed, at(layer, 'self_attn.out_proj'))
    })
    const mlpPart = half('final_layer_norm', (g, layer, x) =>
      affine(g, ACTIVATIONS[c.activation_function](g, affine(g, x, at(layer, 'fc1'))), at(layer, 'fc2')),
    )
    const hasFinalNorm = c.do_layer_norm_before && !c._remove_final_layer_norm
    return {
      family: 'opt',
      shape,
      weights: weightsOf(shape, dEmbedding, hasFinalNorm, c.tie_word_embeddings),
      identity: {
        ...{ family: 'opt', shape, isPreNorm: c.do_layer_norm_before, activation: c.activation_function },
        ...(isProjected ? { dEmbedding } : {}),
        ...(hasFinalNorm === c.do_layer_norm_before ? {} : { hasFinalNorm }),
      },
      positions: { kind: 'learned' },
      attention: Array.from({ length: shape.nLayers }, () => causal),
      embed(g, ids) {
        const places = g.op('Reshape', [CALL.positions, g.int64([-1])])
        const rows = g.op('Add', [places, g.int64([FIRST_POSITION])])
        const tokens = embedding(g, TOKENS, ids)
        return add(g, isProjected ? linear(g, tokens, PROJECT_IN) : tokens, embedding(g, POSITIONS, rows))
      },
      parts: inTwoHalves(attentionPart, mlpPart),
      heads: {
        lm(g, hidden) {
          const x = hasFinalNorm ? normed(g, hidden, FINAL_NORM, EPSILON) : hidden
          return linear(g, isProjected ? linear(g, x, PROJECT_OUT) : x, c.tie_word_embeddings ? TOKENS : HEAD)
        },
      },
    }
  },
}

function weightsOf(
  { nLayers, dModel, dMlp, dVocab, nCtx }: ModelGraph['shape'],
  dEmbedding: number,
  hasFinalNorm: boolean,
  tied: boolean,
): WeightSpec[] {
  const specs: WeightSpec[] = [
    { name: TOKENS, shape: [dVocab, dEmbedding], part: 'embed' },
    { name: POSITIONS, shape: [nCtx + FIRST_POSITION, dModel], part: 'embed' },
  ]
  if (dEmbedding !== dModel) {
    specs.push({ name: PROJECT_IN, shape: [dModel, dEmbedding], part: 'embed' })
    specs.push({ name: PROJECT_OUT, shape: [dEmbedding, dModel], part: 'head' })
  }
  const add = (...of: Parameters<typeof withBias>): unknown => specs.push(...withBias(...of))
  for (let layer = 0; layer < nLayers; layer++) {
    for (const name of ['q', 'k', 'v', 'out']) add(at(layer, `self_attn.${name}_proj`), layer, [dModel, dModel])
    add(at(layer, 'self_attn_layer_norm'), layer, [dModel])
    add(at(layer, 'fc1'), layer, [dMlp, dModel])
    add(at(layer, 'fc2'), layer, [dModel, dMlp])
    add(at(layer, 'final_layer_norm'), layer, [dModel])
  }
  if (hasFinalNorm) add(FINAL_NORM, 'head', [dModel])
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dEmbedding], part: 'head' })
  return specs
}
