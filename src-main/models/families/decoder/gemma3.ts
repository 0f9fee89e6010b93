import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import { geluTanh } from '../../../engine/operators/activations'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { gemmaFields, SANDWICH_NORM } from './gemma2'
import { noGguf } from './no-gguf'
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

/**
 * Gemma 3, text: Gemma 2's norms without its caps, an RMS norm over each head of queries and keys, five layers in a sliding
 * window for one that sees all, each kind with rotary frequencies of its own (Gemma 3 Technical Report, section 2).
 */
export const gemma3: Family = {
  id: 'gemma3_text',
  architectures: ['Gemma3ForCausalLM'],
  ...noGguf('Gemma 3'),
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
    const local = readRope(settings.shape.dHead, ropes.sliding, settings.shape.nCtx, where).inverseFrequencies
    const isLocal = c.layer_types
      ? c.layer_types.map((kind) => kind === 'sliding_attention')
      : Array.from({ length: settings.shape.nLayers }, (_, layer) => slides(layer))
    const scales = {
      embeddingScale: Math.fround(Math.sqrt(c.hidden_size)),
      attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
      ...(c.attn_logit_softcapping ? { attentionCap: c.attn_logit_softcapping } : {}),
      ...(c.final_logit_softcapping ? { logitCap: c.final_logit_softcapping } : {}),
    }
    return decoderGraph({
      ...settings,
      family: 'gemma3_text',
      biases: { qkv: c.attention_bias, output: c.attention_bias, mlp: false },
      traits: {
        ...scales,
        norms: SANDWICH_NORM,
        normOffset: 1,
        queryKeyNorm: 'heads',
        activation: geluTanh,
        moreTables: [local],
        rotaryTable: (layer) => (isLocal[layer] ? 1 : 0),
        identity: {
          ...{ ...scales, norms: 'sandwich', normOffset: 1, queryKeyNorm: 'heads', activation: 'geluTanh' },
          ...{ localFrequencies: [...local], isLocal },
        },
      },
    })
  },
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
