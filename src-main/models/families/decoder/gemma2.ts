import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { ModelGraph } from '../../../engine/model/frozen-model'
import { geluTanh } from '../../../engine/operators/activations'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph, type BlockNorms, type DecoderOptions } from './decoder'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor, SANDWICH_NAMES } from './gguf-names'
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

/** What GGUF files leave out (llama.cpp, llama_hparams), and the caps that they state. */
const ATTENTION_CAP = 50
const LOGIT_CAP = 30
const CAPS = ['attn_logit_softcapping', 'final_logit_softcapping'] as const

/** Gemma 2: norms on both sides of each half, soft caps, every other layer in a sliding window (Gemma 2, section 2). */
export const gemma2: Family = {
  id: 'gemma2',
  architectures: ['Gemma2ForCausalLM'],
  ggufArchitectures: ['gemma2'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const window = c.sliding_window === undefined ? 4096 : c.sliding_window
    const capOf = (value: number | null | undefined, fallback: number): number | undefined =>
      value === undefined ? fallback : (value ?? undefined)
    return graphOf({
      settings: decoderSettings(c, { nKvHeads: 4, window, slides }, where),
      hasBias: c.attention_bias,
      normOffset: 1,
      attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
      attentionCap: capOf(c.attn_logit_softcapping, ATTENTION_CAP),
      logitCap: capOf(c.final_logit_softcapping, LOGIT_CAP),
    })
  },
  fromGguf(metadata, tensors, where) {
    const settings = ggufDecoderSettings('gemma2', metadata, tensors, where, CAPS)
    const { nLayers, dModel, nHeads, dHead } = settings.shape
    const capOf = (key: (typeof CAPS)[number], fallback: number): number => {
      const cap = metadata[`gemma2.${key}`] ?? fallback
      if (typeof cap === 'number' && cap > 0) return cap
      throw new LabError('model.config', `${where}: the metadata gemma2.${key} is not a positive number`, {
        option: key,
      })
    }
    return graphOf({
      settings: {
        ...settings,
        attentionWindows: settings.attentionWindows.map((window, layer) => (slides(layer) ? (window ?? 4096) : null)),
      },
      hasBias: false,
      // the converter stores norms as they are applied
      normOffset: 0,
      // only the model of 46 layers divides by what a head would have if heads divided the state (llama.cpp, gemma2)
      attentionScale: 1 / Math.sqrt(nLayers === 46 ? dModel / nHeads : dHead),
      attentionCap: capOf('attn_logit_softcapping', ATTENTION_CAP),
      logitCap: capOf('final_logit_softcapping', LOGIT_CAP),
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false, SANDWICH_NAMES),
}

const slides = (layer: number): boolean => layer % 2 === 0

function graphOf({
  settings,
  hasBias,
  normOffset,
  attentionScale,
  attentionCap,
  logitCap,
}: {
  readonly settings: Omit<DecoderOptions, 'family' | 'biases'>
  readonly hasBias: boolean
  readonly normOffset: number
  readonly attentionScale: number
  readonly attentionCap: number | undefined
  readonly logitCap: number | undefined
}): ModelGraph {
  const scales = {
    embeddingScale: Math.fround(Math.sqrt(settings.shape.dModel)),
    attentionScale,
    ...(attentionCap === undefined ? {} : { attentionCap }),
    ...(logitCap === undefined ? {} : { logitCap }),
  }
  return decoderGraph({
    ...settings,
    family: 'gemma2',
    biases: { qkv: hasBias, output: hasBias, mlp: false },
    traits: {
      ...scales,
      norms: SANDWICH_NORM,
      normOffset,
      activation: geluTanh,
      identity: { ...scales, norms: 'sandwich', normOffset, activation: 'geluTanh' },
    },
  })
}
