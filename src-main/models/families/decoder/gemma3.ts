import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import { geluTanh } from '../../../engine/operators/activations'
import type { Family } from '../family'
import type { ModelGraph } from '../../../engine/model/frozen-model'
import { DERIVABLE, decoderGraph, type DecoderOptions } from './decoder'
import { gemmaFields, SANDWICH_NORM } from './gemma2'
import { ggufDecoderSettings } from './gguf-config'
import { ggufDecoderTensor, SANDWICH_NAMES } from './gguf-names'
import { decoderSettings, parseConfig } from './hf-config'
import { readRope } from './rotary'

const fields = {
  ...gemmaFields,
  max_position_embeddings: gemmaFields.max_position_embeddings.default(131_072),
  rope_local_base_freq: z.number().positive().optional(),
  sliding_window_pattern: z.number().int().min(1).default(6),
  _sliding_window_pattern: z.number().int().min(1).optional(),
}

const byKind = z.object({ full_attention: z.unknown(), sliding_attention: z.unknown() })

/** What GGUF files do not say (llama.cpp, llama_model): the rotary base of sliding layers, and which layer sees all. */
const GGUF_LOCAL_BASE = 10_000
const GGUF_PATTERN = 6

/**
 * Gemma 3, text: Gemma 2's norms without its caps, an RMS norm over each head of queries and keys, five layers in a sliding
 * window for one that sees all, each kind with rotary frequencies of its own (Gemma 3 Technical Report, section 2).
 */
export const gemma3: Family = {
  id: 'gemma3_text',
  architectures: ['Gemma3ForCausalLM'],
  ggufArchitectures: ['gemma3'],
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const window = c.sliding_window === undefined ? 4096 : c.sliding_window
    const pattern = c._sliding_window_pattern ?? c.sliding_window_pattern
    const slides = (layer: number): boolean => (layer + 1) % pattern !== 0
    const ropes = ropesOf(c, where)
    const settings = decoderSettings(
      { ...c, rope_parameters: ropes.full, rope_scaling: undefined, rope_theta: undefined },
      { nKvHeads: 4, window, slides },
      where,
    )
    return graphOf({
      settings,
      hasBias: c.attention_bias,
      local: readRope(settings.shape.dHead, ropes.sliding, settings.shape.nCtx, where).inverseFrequencies,
      isLocal: c.layer_types
        ? c.layer_types.map((kind) => kind === 'sliding_attention')
        : Array.from({ length: settings.shape.nLayers }, (_, layer) => slides(layer)),
      normOffset: 1,
      scales: {
        attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
        ...(c.attn_logit_softcapping ? { attentionCap: c.attn_logit_softcapping } : {}),
        ...(c.final_logit_softcapping ? { logitCap: c.final_logit_softcapping } : {}),
      },
    })
  },
  fromGguf(metadata, tensors, where) {
    const settings = ggufDecoderSettings('gemma3', metadata, tensors, where)
    const { nLayers, dHead, nCtx } = settings.shape
    const isLocal = Array.from({ length: nLayers }, (_, layer) => (layer + 1) % GGUF_PATTERN !== 0)
    return graphOf({
      settings: {
        ...settings,
        attentionWindows: settings.attentionWindows.map((window, layer) => (isLocal[layer] ? window : null)),
      },
      hasBias: false,
      local: readRope(dHead, { rope_theta: GGUF_LOCAL_BASE }, nCtx, where).inverseFrequencies,
      isLocal,
      // the converter stores norms as they are applied
      normOffset: 0,
      scales: { attentionScale: ggufAttentionScale(settings.shape) },
    })
  },
  ggufTensor: (weight, graph) => ggufDecoderTensor(weight, graph, false, SANDWICH_NAMES),
}

/** Only the model of 62 layers divides by what a head would have if heads divided the state (llama.cpp, llm_build_gemma3). */
const ggufAttentionScale = ({ nLayers, dModel, nHeads, dHead }: ModelGraph['shape']): number =>
  1 / Math.sqrt(nLayers === 62 ? dModel / nHeads : dHead)

function graphOf({
  settings,
  hasBias,
  local,
  isLocal,
  normOffset,
  scales,
}: {
  readonly settings: Omit<DecoderOptions, 'family' | 'biases'>
  readonly hasBias: boolean
  readonly local: Float32Array
  readonly isLocal: readonly boolean[]
  readonly normOffset: number
  readonly scales: { readonly attentionScale: number; readonly attentionCap?: number; readonly logitCap?: number }
}): ModelGraph {
  const traits = { ...scales, embeddingScale: Math.fround(Math.sqrt(settings.shape.dModel)), normOffset }
  return decoderGraph({
    ...settings,
    family: 'gemma3_text',
    biases: { qkv: hasBias, output: hasBias, mlp: false },
    traits: {
      ...traits,
      norms: SANDWICH_NORM,
      queryKeyNorm: 'heads',
      activation: geluTanh,
      moreTables: [local],
      rotaryTable: (layer) => (isLocal[layer] ? 1 : 0),
      identity: {
        ...{ ...traits, norms: 'sandwich', queryKeyNorm: 'heads', activation: 'geluTanh' },
        ...{ localFrequencies: [...local], isLocal },
      },
    },
  })
}

/** Settings by kind of layer, as transformers 5 writes them, or from what 4 wrote. */
function ropesOf(
  c: {
    readonly rope_parameters?: unknown
    readonly rope_scaling?: unknown
    readonly rope_theta?: number | null | undefined
    readonly rope_local_base_freq?: number | undefined
  },
  where: string,
): { readonly full: unknown; readonly sliding: unknown } {
  const theta = c.rope_theta ?? 1_000_000
  if (c.rope_parameters === undefined || c.rope_parameters === null) {
    const scaling = c.rope_scaling ?? {}
    return {
      full: { rope_type: 'default', rope_theta: theta, ...scaling },
      sliding: { rope_type: 'default', rope_theta: c.rope_local_base_freq ?? 10_000 },
    }
  }
  const parsed = byKind.safeParse(c.rope_parameters)
  if (parsed.success) return { full: parsed.data.full_attention, sliding: parsed.data.sliding_attention }
  throw new LabError(
    'model.config',
    `${where}: rope_parameters must have full_attention and sliding_attention, one for each kind of layer`,
    { option: 'rope_parameters' },
  )
}
