import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import type { ModelShape } from '../../../../src-preload/contract/model'
import type { LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import type { RotaryFrequencies } from '../../../engine/model/positions'
import { silu, type Activation } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add, mul, scaled, softCapped } from '../../../engine/operators/elementwise'
import { embedding } from '../../../engine/operators/embedding'
import { linear } from '../../../engine/operators/linear'
import { headRmsNorm, rmsNorm } from '../../../engine/operators/norms'
import { columns } from '../../../engine/operators/split'
import { inTwoHalves } from './classic'

/** Where a half of the block has its norms: before what it computes, after it, or both. Names are the checkpoint's. */
interface HalfNorms {
  readonly before?: string
  readonly after?: string
}
export interface BlockNorms {
  readonly attention: HalfNorms
  readonly mlp: HalfNorms
}

/** Llama's: before each half. */
const PRE_NORM: BlockNorms = {
  attention: { before: 'input_layernorm' },
  mlp: { before: 'post_attention_layernorm' },
}

/** What decoders of the Llama line differ in, once their configurations are read. */
export interface DecoderOptions {
  readonly family: string
  readonly shape: ModelShape
  readonly epsilon: number
  /** Of the first rotary table; the only one, but for Gemma 3. */
  readonly inverseFrequencies: Float32Array
  /** What cosines and sines are multiplied by, where it is not 1. */
  readonly rotaryScale?: number
  /** Of long texts. */
  readonly longRotary?: RotaryFrequencies['long']
  readonly tied: boolean
  readonly biases: { readonly qkv: boolean; readonly output: boolean; readonly mlp: boolean }
  readonly attentionWindows: readonly (number | null)[]
  /** What the family has beside Llama's block; nothing for Llama's own. */
  readonly traits?: DecoderTraits
}

interface DecoderTraits {
  readonly norms?: BlockNorms
  /** Added to every norm's weight. */
  readonly normOffset?: number
  /** Queries and keys are normed before they are turned: each head by itself, or all heads as one. */
  readonly queryKeyNorm?: 'heads' | 'whole'
  readonly activation?: Activation
  /** q, k and v lie in one weight, and gate and up in another. */
  readonly isFused?: boolean
  /** Which rotary table turns a layer; null: none. */
  readonly rotaryTable?: (layer: number) => number | null
  /** Rotary tables after the first. */
  readonly moreTables?: readonly Float32Array[]
  readonly attentionScale?: number
  readonly attentionCap?: number
  readonly logitCap?: number
  readonly embeddingScale?: number
  readonly residualScale?: number
  readonly logitScale?: number
  /** All of the above that changes what is computed, as plain data. */
  readonly identity: object
}

const EMBEDDING = 'model.embed_tokens.weight'
const HEAD = 'lm_head.weight'
const FINAL_NORM = 'model.norm.weight'

/**
 * The decoder that Llama introduced (Touvron et al., 2023): RMS norms, rotary positions, grouped heads, a gated MLP. Weight
 * names are Hugging Face's.
 */
export function decoderGraph(options: DecoderOptions): ModelGraph {
  const { family, shape, epsilon, attentionWindows, inverseFrequencies, rotaryScale, longRotary, tied, traits } =
    options
  const patterns = attentionWindows.map((window): AttentionPattern => ({ kind: 'causal', window }))
  const identity = {
    ...{ family, shape, attentionWindows, epsilon, inverseFrequencies: [...inverseFrequencies] },
    ...(rotaryScale === undefined ? {} : { rotaryScale }),
    ...(longRotary ? { longRotary: { ...longRotary, inverseFrequencies: [...longRotary.inverseFrequencies] } } : {}),
  }
  const tables = [inverseFrequencies, ...(traits?.moreTables ?? [])]
  return {
    family,
    shape,
    weights: decoderWeights(options),
    identity: traits ? { ...identity, ...traits.identity } : identity,
    positions: {
      kind: 'rotary',
      tables: tables.map((table): RotaryFrequencies => ({
        inverseFrequencies: table,
        scale: rotaryScale ?? 1,
        ...(longRotary ? { long: longRotary } : {}),
      })),
    },
    attention: patterns,
    embed: (g, ids) => scaled(g, embedding(g, EMBEDDING, ids), traits?.embeddingScale ?? 1),
    parts: decoderParts(options, patterns),
    heads: {
      lm(g, hidden) {
        const normed = rmsNorm(g, hidden, FINAL_NORM, epsilon, traits?.normOffset)
        const logits = scaled(g, linear(g, normed, tied ? EMBEDDING : HEAD), traits?.logitScale ?? 1)
        return traits?.logitCap === undefined ? logits : softCapped(g, logits, traits.logitCap)
      },
    },
  }
}

const weightName = (layer: number, name: string): string => `model.layers.${layer}.${name}`

/** The block in its two halves: each adds what it computes to the state that it is given. */
function decoderParts(options: DecoderOptions, patterns: readonly AttentionPattern[]): ReturnType<typeof inTwoHalves> {
  const { epsilon, traits } = options
  const { norms = PRE_NORM, normOffset = 0, residualScale = 1 } = traits ?? {}
  const half =
    ({ before, after }: HalfNorms, compute: LayerForward): LayerForward =>
    (g, layer, hidden) => {
      const norm = (x: Value, name: string | undefined): Value =>
        name === undefined ? x : rmsNorm(g, x, weightName(layer, `${name}.weight`), epsilon, normOffset)
      const computed = norm(compute(g, layer, norm(hidden, before)), after)
      return add(g, hidden, scaled(g, computed, residualScale))
    }
  return inTwoHalves(half(norms.attention, attentionOf(options, patterns)), half(norms.mlp, mlpOf(options)))
}

function project(g: GraphBuilder, layer: number, x: Value, name: string, bias: boolean): Value {
  return linear(g, x, weightName(layer, `${name}.weight`), bias ? weightName(layer, `${name}.bias`) : undefined)
}

function attentionOf(options: DecoderOptions, patterns: readonly AttentionPattern[]): LayerForward {
  const { shape, epsilon, biases, inverseFrequencies, traits = { identity: {} } } = options
  const { nHeads, nKvHeads, dHead } = shape
  const widths = [nHeads * dHead, nKvHeads * dHead, nKvHeads * dHead] as const
  const { normOffset, queryKeyNorm, attentionScale: scale, attentionCap: softCap } = traits
  const norm = queryKeyNorm === 'heads' ? headRmsNorm : rmsNorm
  return (g, layer, x) => {
    const projected = (name: string): Value => project(g, layer, x, `self_attn.${name}_proj`, biases.qkv)
    const [q, k, v] = traits.isFused
      ? columns(g, projected('qkv'), widths)
      : [projected('q'), projected('k'), projected('v')]
    const normed = (y: Value, name: string): Value =>
      queryKeyNorm ? norm(g, y, weightName(layer, `self_attn.${name}_norm.weight`), epsilon, normOffset) : y
    const table = traits.rotaryTable ? traits.rotaryTable(layer) : 0
    const attended = attention(g, normed(q, 'q'), normed(k, 'k'), v, {
      heads: shape,
      pattern: patterns[layer] ?? { kind: 'causal', window: null },
      rotation: table === null ? null : { table, dims: 2 * inverseFrequencies.length },
      ...(scale === undefined ? {} : { scale }),
      ...(softCap === undefined ? {} : { softCap }),
    })
    return project(g, layer, attended, 'self_attn.o_proj', biases.output)
  }
}

function mlpOf({ shape, biases, traits }: DecoderOptions): LayerForward {
  const activation = traits?.activation ?? silu
  return (g, layer, x) => {
    const projected = (name: string): Value => project(g, layer, x, `mlp.${name}_proj`, biases.mlp)
    const [gate, up] = traits?.isFused
      ? columns(g, projected('gate_up'), [shape.dMlp, shape.dMlp])
      : [projected('gate'), projected('up')]
    return project(g, layer, mul(g, activation(g, gate), up), 'mlp.down_proj', biases.mlp)
  }
}

function decoderWeights({ shape, biases, tied, traits }: DecoderOptions): WeightSpec[] {
  const { nLayers, dModel, nHeads, nKvHeads, dHead, dMlp, dVocab } = shape
  const { attention: attentionNorms, mlp: mlpNorms } = traits?.norms ?? PRE_NORM
  const specs: WeightSpec[] = [{ name: EMBEDDING, shape: [dVocab, dModel], part: 'embed' }]
  for (let layer = 0; layer < nLayers; layer++) {
    const add = (name: string, ...dims: number[]): unknown =>
      specs.push({ name: weightName(layer, name), shape: dims, part: layer })
    const linear = (name: string, dOut: number, dIn: number, bias: boolean): void => {
      add(`${name}.weight`, dOut, dIn)
      if (bias) add(`${name}.bias`, dOut)
    }
    for (const name of Object.values<string>({ ...attentionNorms })) add(`${name}.weight`, dModel)
    if (traits?.isFused) linear('self_attn.qkv_proj', (nHeads + 2 * nKvHeads) * dHead, dModel, biases.qkv)
    else {
      linear('self_attn.q_proj', nHeads * dHead, dModel, biases.qkv)
      linear('self_attn.k_proj', nKvHeads * dHead, dModel, biases.qkv)
      linear('self_attn.v_proj', nKvHeads * dHead, dModel, biases.qkv)
    }
    if (traits?.queryKeyNorm) {
      const isWhole = traits.queryKeyNorm === 'whole'
      add('self_attn.q_norm.weight', isWhole ? nHeads * dHead : dHead)
      add('self_attn.k_norm.weight', isWhole ? nKvHeads * dHead : dHead)
    }
    linear('self_attn.o_proj', dModel, nHeads * dHead, biases.output)
    for (const name of Object.values<string>({ ...mlpNorms })) add(`${name}.weight`, dModel)
    if (traits?.isFused) linear('mlp.gate_up_proj', 2 * dMlp, dModel, biases.mlp)
    else {
      linear('mlp.gate_proj', dMlp, dModel, biases.mlp)
      linear('mlp.up_proj', dMlp, dModel, biases.mlp)
    }
    linear('mlp.down_proj', dModel, dMlp, biases.mlp)
  }
  specs.push({ name: FINAL_NORM, shape: [dModel], part: 'head' })
  if (!tied) specs.push({ name: HEAD, shape: [dVocab, dModel], part: 'head' })
  return specs
}

/** Tensors some exporters store beside the weights, all of them computable from the configuration. */
export const DERIVABLE = /(?:^|\.)rotary_emb\.inv_freq$|(?:^|\.)attn(?:ention)?\.(?:masked_bias|bias)$/
