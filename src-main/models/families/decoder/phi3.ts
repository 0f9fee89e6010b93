import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { Family } from '../family'
import { DERIVABLE, decoderGraph } from './decoder'
import { noGguf } from './no-gguf'
import { decoderFields, decoderSettings, parseConfig } from './hf-config'
import { ropeSettings } from './rotary'

const fields = {
  ...decoderFields,
  rms_norm_eps: decoderFields.rms_norm_eps.default(1e-5),
  max_position_embeddings: decoderFields.max_position_embeddings.default(4096),
  original_max_position_embeddings: decoderFields.max_position_embeddings.default(4096),
  partial_rotary_factor: z.number().positive().max(1).optional(),
  attention_bias: z.literal(false).default(false),
}

/** Frequencies divided one by one, otherwise for texts longer than the model was trained on at first (LongRoPE). */
const longrope = z.object({
  short_factor: z.array(z.number().positive()),
  long_factor: z.array(z.number().positive()),
  rope_theta: z.number().positive(),
  partial_rotary_factor: z.number().positive().max(1).optional(),
  factor: z.number().positive().optional(),
  attention_factor: z.number().positive().optional(),
})

function longropeOf(settings: unknown, where: string): z.output<typeof longrope> {
  const parsed = longrope.safeParse(settings)
  if (parsed.success) return parsed.data
  const option = parsed.error.issues[0]?.path.join('.') ?? 'rope_scaling'
  throw new LabError('model.config', `${where}: longrope needs a usable ${option}`, { option })
}

/**
 * Phi-3 and Phi-4: Llama's block with q, k and v in one weight, and gate and up in another. With longrope, texts are kept to
 * the length up to which its short factors hold, so that every row is computed by the same frequencies.
 */
export const phi3: Family = {
  id: 'phi3',
  architectures: ['Phi3ForCausalLM'],
  ...noGguf('Phi-3'),
  derivable: DERIVABLE,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const stated = ropeSettings(c, 10_000) as { readonly rope_type?: string }
    const share = c.partial_rotary_factor === undefined ? {} : { partial_rotary_factor: c.partial_rotary_factor }
    const isLong = ['longrope', 'su', 'yarn'].includes(stated.rope_type ?? '')
    const rope = isLong ? longropeOf({ ...share, ...stated }, where) : null
    const plain = rope
      ? { rope_theta: rope.rope_theta, partial_rotary_factor: rope.partial_rotary_factor }
      : { ...share, ...stated }
    const read = decoderSettings(
      { ...c, rope_parameters: plain, rope_scaling: undefined, rope_theta: undefined },
      { nKvHeads: null, window: c.sliding_window ?? null, slides: () => true },
      where,
    )
    const original = c.original_max_position_embeddings
    const shape = rope ? { ...read.shape, nCtx: Math.min(read.shape.nCtx, original) } : read.shape
    if (rope && rope.short_factor.length !== read.inverseFrequencies.length) {
      throw new LabError(
        'model.config',
        `${where}: short_factor has ${rope.short_factor.length} values, ${read.inverseFrequencies.length} are needed`,
        { option: 'short_factor' },
      )
    }
    const factor = c.max_position_embeddings / original
    const rotaryScale = rope
      ? (rope.attention_factor ?? (factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original))))
      : 1
    return decoderGraph({
      ...read,
      shape,
      inverseFrequencies: rope
        ? read.inverseFrequencies.map((w, i) => Math.fround(w / (rope.short_factor[i] ?? 1)))
        : read.inverseFrequencies,
      family: 'phi3',
      biases: { qkv: false, output: false, mlp: false },
      traits: { isFused: true, rotaryScale, identity: { isFused: true, rotaryScale } },
    })
  },
}
