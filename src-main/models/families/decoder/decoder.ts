import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import type { ModelShape } from '../../../../src-preload/contract/model'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { silu } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add, mul } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import { rmsNorm } from '../../../engine/operators/norms'
import type { GgufTensorName } from '../family'

/** What Llama, Mistral and Qwen2 differ in, once their configurations are read. */
export interface DecoderOptions {
  readonly family: string
  readonly shape: ModelShape
  readonly epsilon: number
  readonly inverseFrequencies: Float32Array
  readonly tied: boolean
  readonly biases: { readonly qkv: boolean; readonly output: boolean; readonly mlp: boolean }
  readonly attentionWindows: readonly (number | null)[]
}

const EMBEDDING = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'
const FINAL_NORM = 'model.norm.weight'

/**
 * The pre-norm decoder that Llama introduced (Touvron et al., 2023): RMS norms, rotary positions, grouped heads, a gated
 * SiLU MLP. Weight names are Hugging Face's.
 */
export function decoderGraph(options: DecoderOptions): ModelGraph {
  const { family, shape, epsilon, attentionWindows, inverseFrequencies, tied } = options
  const patterns = attentionWindows.map((window): AttentionPattern => ({ kind: 'causal', window }))
  return {
    family,
    shape,
    weights: decoderWeights(options),
    identity: { family, shape, attentionWindows, epsilon, inverseFrequencies: [...inverseFrequencies] },
    positions: { kind: 'rotary', inverseFrequencies },
    attention: patterns,
    embed: (g, ids) => embedding(g, EMBEDDING, ids),
    parts: decoderParts(options, patterns),
    heads: { lm: (g, hidden) => linear(g, rmsNorm(g, hidden, FINAL_NORM, epsilon), tied ? EMBEDDING : HEAD) },
  }
}

/** The block in its two halves: each adds what it computes to the state that it is given. */
function decoderParts({ shape, epsilon, biases }: DecoderOptions, patterns: readonly AttentionPattern[]): DecoderParts {
  const weight = (layer: number, name: string): string => `model.layers.${layer}.${name}`
  const project = (g: GraphBuilder, layer: number, x: Value, name: string, bias: boolean): Value =>
    linear(g, x, weight(layer, `${name}.weight`), bias ? weight(layer, `${name}.bias`) : undefined)

  const attentionPart: LayerForward = (g, layer, hidden) => {
    const x = rmsNorm(g, hidden, weight(layer, 'input_layernorm.weight'), epsilon)
    const q = project(g, layer, x, 'self_attn.q_proj', biases.qkv)
    const k = project(g, layer, x, 'self_attn.k_proj', biases.qkv)
    const v = project(g, layer, x, 'self_attn.v_proj', biases.qkv)
    const pattern = patterns[layer] ?? { kind: 'causal', window: null }
    const attended = attention(g, q, k, v, { heads: shape, pattern, rotate: true })
    return add(g, hidden, project(g, layer, attended, 'self_attn.o_proj', biases.output))
  }
  const mlpPart: LayerForward = (g, layer, hidden) => {
    const x = rmsNorm(g, hidden, weight(layer, 'post_attention_layernorm.weight'), epsilon)
    const gate = silu(g, project(g, layer, x, 'mlp.gate_proj', biases.mlp))
    const gated = mul(g, gate, project(g, layer, x, 'mlp.up_proj', biases.mlp))
    return add(g, hidden, project(g, layer, gated, 'mlp.down_proj', biases.mlp))
  }
  return {
    block: (g, layer, hidden) => mlpPart(g, layer, attentionPart(g, layer, hidden)),
    attention: attentionPart,
    mlp: mlpPart,
  }
}

type DecoderParts = Readonly<Record<'block' | 'attention' | 'mlp', LayerForward>>

function decoderWeights({ shape, biases, tied }: DecoderOptions): WeightSpec[] {
  const { nLayers, dModel, nHeads, nKvHeads, dHead, dMlp, dVocab } = shape
  const specs: WeightSpec[] = [{ name: EMBEDDING, shape: [dVocab, dModel], part: 'embed' }]
  for (let layer = 0; layer < nLayers; layer++) {
    const add = (name: string, ...dims: number[]): unknown =>
      specs.push({ name: `model.layers.${layer}.${name}`, shape: dims, part: layer })
    const linear = (name: string, dOut: number, dIn: number, bias: boolean): void => {
      add(`${name}.weight`, dOut, dIn)
      if (bias) add(`${name}.bias`, dOut)
    }
    add('input_layernorm.weight', dModel)
    linear('self_attn.q_proj', nHeads * dHead, dModel, biases.qkv)
    linear('self_attn.k_proj', nKvHeads * dHead, dModel, biases.qkv)
    linear('self_attn.v_proj', nKvHeads * dHead, dModel, biases.qkv)
    linear('self_attn.o_proj', dModel, nHeads * dHead, biases.output)
    add('post_attention_layernorm.weight', dModel)
    linear('mlp.gate_proj', dMlp, dModel, biases.mlp)
    linear('mlp.up_proj', dMlp, dModel, biases.mlp)
    linear('mlp.down_proj', dModel, dMlp, biases.mlp)
  }
  specs.push({ name: FINAL_NORM, shape: [dModel], part: 'head' })
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dModel], part: 'head' })
  return specs
}

/** Tensors some exporters store beside the weights, all of them computable from the configuration. */
export const DERIVABLE = /(?:^|\.)rotary_emb\.inv_freq$|(?:^|\.)attn(?:ention)?\.(?:masked_bias|bias)$/

const GGUF_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^model\.embed_tokens\./, 'token_embd.'],
  [/^model\.norm\./, 'output_norm.'],
  [/^lm_head\./, 'output.'],
  [/^model\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^model\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qkv])_proj\./, 'blk.$1.attn_$2.'],
  [/^model\.layers\.(\d+)\.self_attn\.o_proj\./, 'blk.$1.attn_output.'],
  [/^model\.layers\.(\d+)\.mlp\.(gate|up|down)_proj\./, 'blk.$1.ffn_$2.'],
]

/**
 * The GGUF name of a decoder's weight (llama.cpp, gguf-py/gguf/tensor_mapping.py).
 *
 * @param interleaved whether llama.cpp permutes q and k of this architecture (convert_hf_to_gguf.py, permute)
 */
export function ggufDecoderTensor(weight: string, graph: ModelGraph, interleaved: boolean): GgufTensorName {
  const rule = GGUF_NAMES.find(([pattern]) => pattern.test(weight))
  if (!rule) throw new Error(`no GGUF name for ${weight}`)
  const name = weight.replace(rule[0], rule[1])
  const projection = /self_attn\.([qk])_proj\./.exec(weight)?.[1]
  if (!interleaved || !projection) return { name }
  return { name, interleavedHeads: projection === 'q' ? graph.shape.nHeads : graph.shape.nKvHeads }
}
