import { z } from 'zod'
import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import { CALL } from '../../../engine/graph/call-inputs'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear, linearTransposed } from '../../../engine/operators/linear'
import { columns } from '../../../engine/operators/split'
import type { Family } from '../family'
import { activationField, affine, causal, headsOf, inTwoHalves, normed, withBias } from './classic'
import { DERIVABLE } from './decoder'
import { ggufSettings } from './gguf-metadata'
import { ggufName } from './gguf-names'
import { count, parseConfig } from './hf-config'

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
  scale_attn_weights: z.boolean().default(true),
  scale_attn_by_inverse_layer_idx: z.boolean().default(false),
  // of half precision
  reorder_and_upcast_attn: z.unknown().optional(),
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
  ggufArchitectures: ['gpt2'],
  derivable: DERIVABLE,
  fromConfig(config, where): ModelGraph {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.n_embd, c.n_head, where)
    return graphOf({
      shape: {
        ...{ nLayers: c.n_layer, dModel: c.n_embd, nHeads, nKvHeads: nHeads, dHead, dMlp: c.n_inner ?? 4 * c.n_embd },
        ...{ dVocab: c.vocab_size, nCtx: c.n_positions },
      },
      epsilon: c.layer_norm_epsilon,
      activation: c.activation_function,
      tied: c.tie_word_embeddings,
      weights: 'in by out',
      scaling: { isScaled: c.scale_attn_weights, byLayer: c.scale_attn_by_inverse_layer_idx },
    })
  },
  fromGguf(metadata, tensors, where) {
    const { number, integer, nTokens } = ggufSettings('gpt2', metadata, where, ['attention.layer_norm_epsilon'])
    const dModel = integer('embedding_length')
    const { nHeads, dHead } = headsOf(dModel, integer('attention.head_count'), where)
    return graphOf({
      shape: {
        ...{ nLayers: integer('block_count'), dModel, nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: integer('feed_forward_length', 4 * dModel), dVocab: nTokens(), nCtx: integer('context_length') },
      },
      epsilon: number('attention.layer_norm_epsilon'),
      // no file states it: that of the released models, and llama.cpp's
      activation: 'gelu_new',
      tied: !tensors.has('output.weight'),
      // the converter turns them (convert_hf_to_gguf.py, GPT2Model)
      weights: 'out by in',
      scaling: USUAL,
    })
  },
  ggufTensor: (weight) => ggufName(weight, GGUF_NAMES),
}

const GGUF_NAMES = [
  [/^transformer\.wte\./, 'token_embd.'],
  [/^transformer\.wpe\./, 'position_embd.'],
  [/^transformer\.ln_f\./, 'output_norm.'],
  [/^lm_head\./, 'output.'],
  [/^transformer\.h\.(\d+)\.ln_1\./, 'blk.$1.attn_norm.'],
  [/^transformer\.h\.(\d+)\.ln_2\./, 'blk.$1.ffn_norm.'],
  [/^transformer\.h\.(\d+)\.attn\.c_attn\./, 'blk.$1.attn_qkv.'],
  [/^transformer\.h\.(\d+)\.attn\.c_proj\./, 'blk.$1.attn_output.'],
  [/^transformer\.h\.(\d+)\.mlp\.c_fc\./, 'blk.$1.ffn_up.'],
  [/^transformer\.h\.(\d+)\.mlp\.c_proj\./, 'blk.$1.ffn_down.'],
] as const

interface Settings {
  readonly shape: ModelGraph['shape']
  readonly epsilon: number
  readonly activation: ActivationName
  readonly tied: boolean
  /** How the weights of a layer are stored: as GPT-2's checkpoints have them, or as PyTorch's linear maps. */
  readonly weights: 'in by out' | 'out by in'
  /** Whether scores are divided by the root of a head's size, and by one more than the layer's number. */
  readonly scaling: { readonly isScaled: boolean; readonly byLayer: boolean }
}

const USUAL: Settings['scaling'] = { isScaled: true, byLayer: false }

function graphOf({ shape, epsilon, activation, tied, weights, scaling }: Settings): ModelGraph {
  const { nHeads, nKvHeads, dHead, dModel } = shape
  const mapped = (g: GraphBuilder, x: Value, name: string): Value =>
    weights === 'in by out' ? linearTransposed(g, x, `${name}.weight`, `${name}.bias`) : affine(g, x, name)
  const attentionPart: LayerForward = (g, layer, hidden) => {
    const fused = mapped(g, normed(g, hidden, at(layer, 'ln_1'), epsilon), at(layer, 'attn.c_attn'))
    const [q, k, v] = columns(g, fused, [dModel, dModel, dModel])
    const scale = (scaling.isScaled ? 1 / Math.sqrt(dHead) : 1) / (scaling.byLayer ? layer + 1 : 1)
    const mixed = attention(g, q, k, v, { heads: { nHeads, nKvHeads, dHead }, pattern: causal, rotation: null, scale })
    return add(g, hidden, mapped(g, mixed, at(layer, 'attn.c_proj')))
  }
  const mlpPart: LayerForward = (g, layer, hidden) => {
    const wide = mapped(g, normed(g, hidden, at(layer, 'ln_2'), epsilon), at(layer, 'mlp.c_fc'))
    return add(g, hidden, mapped(g, ACTIVATIONS[activation](g, wide), at(layer, 'mlp.c_proj')))
  }
  return {
    family: 'gpt2',
    shape,
    weights: weightsOf(shape, tied, weights),
    identity: {
      ...{ family: 'gpt2', shape, epsilon, activation },
      ...(weights === 'in by out' ? {} : { weights }),
      ...(scaling.isScaled && !scaling.byLayer ? {} : { scaling }),
    },
    positions: { kind: 'learned' },
    attention: Array.from({ length: shape.nLayers }, () => causal),
    embed(g, ids) {
      const places = g.op('Reshape', [CALL.positions, g.int64([-1])])
      return add(g, embedding(g, TOKENS, ids), embedding(g, POSITIONS, places))
    },
    parts: inTwoHalves(attentionPart, mlpPart),
    heads: {
      lm: (g, hidden) => linear(g, normed(g, hidden, 'transformer.ln_f', epsilon), tied ? TOKENS : HEAD),
    },
  }
}

function weightsOf(
  { nLayers, dModel, dMlp, dVocab, nCtx }: ModelGraph['shape'],
  tied: boolean,
  weights: Settings['weights'],
): WeightSpec[] {
  const specs: WeightSpec[] = [
    { name: TOKENS, shape: [dVocab, dModel], part: 'embed' },
    { name: POSITIONS, shape: [nCtx, dModel], part: 'embed' },
  ]
  const add = (name: string, part: WeightSpec['part'], dims: readonly number[]): unknown =>
    specs.push(...withBias(name, part, weights === 'in by out' ? dims : dims.toReversed(), dims.at(-1)))
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
