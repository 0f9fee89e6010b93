import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { RotaryFrequencies } from '../../../engine/model/positions'

const f = Math.fround

const ratio = z.number().positive()

/** Rotary settings as transformers 5 writes them; 4's `rope_theta` and `rope_scaling` are brought into this form first. */
const ropeParameters = z.strictObject({
  rope_type: z.string().default('default'),
  type: z.string().optional(),
  rope_theta: ratio,
  factor: ratio.nullish(),
  low_freq_factor: ratio.optional(),
  high_freq_factor: ratio.optional(),
  original_max_position_embeddings: z.number().int().positive().optional(),
  partial_rotary_factor: ratio.max(1).optional(),
  attention_factor: ratio.nullish(),
  beta_fast: ratio.nullish(),
  beta_slow: ratio.nullish(),
  mscale: z.number().nullish(),
  mscale_all_dim: z.number().nullish(),
  truncate: z.boolean().optional(),
  // of training
  finetuned: z.unknown().optional(),
  short_factor: z.array(ratio).optional(),
  long_factor: z.array(ratio).optional(),
  short_mscale: ratio.optional(),
  long_mscale: ratio.optional(),
})
type RopeParameters = z.output<typeof ropeParameters>

const KNOWN = 'default, linear, dynamic, llama3, yarn and longrope'

/**
 * The rotary embedding of a configuration, its frequencies in float32 steps as transformers computes them
 * (modeling_rope_utils.py). Rows never exceed nCtx, where dynamic equals default.
 *
 * @param dHead of which the share `partial_rotary_factor` is turned
 * @param parameters as `ropeSettings` makes them
 * @param nCtx the model's longest text, in tokens
 * @throws `model.unknown-option`, `model.config` where a type lacks one of its settings
 */
export function readRope(dHead: number, parameters: unknown, nCtx: number, where: string): RotaryFrequencies {
  const parsed = ropeParameters.safeParse(parameters)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const option = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
    throw new LabError(
      'model.unknown-option',
      `${where}: the rope setting ${option} is not understood (${issue?.message ?? ''}); Atelier knows ${KNOWN}`,
      { option },
    )
  }
  const rope = parsed.data
  const read = KINDS[rope.rope_type]
  if (!read) {
    throw new LabError(
      'model.unknown-option',
      `${where}: the rope type ${rope.rope_type} is not understood; Atelier knows ${KNOWN}`,
      { option: rope.rope_type },
    )
  }
  const need: Need = (name) => {
    const value = rope[name]
    if (value === undefined || value === null)
      throw new LabError('model.config', `${where}: rope type ${rope.rope_type} needs ${name}`, { option: name })
    return value
  }
  return { scale: 1, ...read(rope, baseFrequencies(dHead, rope, where), need, nCtx, where) }
}

/** A setting that a type cannot do without. */
type Need = <K extends keyof RopeParameters>(name: K) => NonNullable<RopeParameters[K]>
/** What a type makes of the base frequencies; their scale and length where it changes them. */
type Kind = (
  rope: RopeParameters,
  base: Float32Array,
  need: Need,
  nCtx: number,
  where: string,
) => Pick<RotaryFrequencies, 'inverseFrequencies'> & Partial<RotaryFrequencies>

function baseFrequencies(dHead: number, rope: RopeParameters, where: string): Float32Array {
  const rotated = Math.floor(dHead * (rope.partial_rotary_factor ?? 1))
  if (rotated < 2 || rotated % 2 !== 0) {
    throw new LabError('model.config', `${where}: ${rotated} dimensions of a head cannot be turned in pairs`, {
      option: 'partial_rotary_factor',
    })
  }
  return Float32Array.from({ length: rotated / 2 }, (_, i) => f(1 / f(Math.pow(rope.rope_theta, f((2 * i) / rotated)))))
}

const llama3: Kind = (_, base, need) => {
  const factor = need('factor')
  const [low, high] = [need('low_freq_factor'), need('high_freq_factor')]
  const context = need('original_max_position_embeddings')
  const inverseFrequencies = base.map((w) => {
    const wavelength = f((2 * Math.PI) / w)
    if (wavelength < context / high) return w
    if (wavelength > context / low) return f(w / factor)
    const smooth = f(f(f(context / wavelength) - low) / (high - low))
    return f(f(f(f(1 - smooth) * w) / factor) + f(smooth * w))
  })
  return { inverseFrequencies }
}

/** YaRN (Peng et al., 2023): low frequencies are stretched, high ones stay, with a ramp between. */
const yarn: Kind = (rope, base, _, nCtx) => {
  const original = rope.original_max_position_embeddings ?? nCtx
  const factor = rope.factor ?? nCtx / original
  const dims = 2 * base.length
  const dimensionOf = (rotations: number): number =>
    (dims * Math.log(original / (rotations * 2 * Math.PI))) / (2 * Math.log(rope.rope_theta))
  const isWhole = rope.truncate ?? true
  const [from, to] = [dimensionOf(rope.beta_fast ?? 32), dimensionOf(rope.beta_slow ?? 1)]
  const low = Math.max(isWhole ? Math.floor(from) : from, 0)
  const high = Math.min(isWhole ? Math.ceil(to) : to, dims - 1)
  const width = high === low ? 0.001 : high - low
  const magnitude = (by: number): number => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1)
  const { mscale, mscale_all_dim: ofAll, attention_factor: stated } = rope
  return {
    inverseFrequencies: base.map((w, i) => {
      const kept = f(1 - f(Math.min(1, Math.max(0, f((i - low) / width)))))
      return f(f(f(w / factor) * f(1 - kept)) + f(w * kept))
    }),
    scale: stated ?? (mscale && ofAll ? magnitude(mscale) / magnitude(ofAll) : magnitude(1)),
  }
}

/** LongRoPE (Ding et al., 2024): every frequency is divided by a factor of its own, another one for longer texts. */
const longrope: Kind = (rope, base, need, nCtx, where) => {
  const divided = (name: 'short_factor' | 'long_factor'): Float32Array => {
    const factors = need(name)
    if (factors.length === base.length) return base.map((w, i) => f(w / (factors[i] ?? 1)))
    throw new LabError('model.config', `${where}: ${name} has ${factors.length} values, ${base.length} are needed`, {
      option: name,
    })
  }
  const original = rope.original_max_position_embeddings ?? nCtx
  const factor = rope.factor ?? nCtx / original
  return {
    inverseFrequencies: divided('short_factor'),
    scale: rope.attention_factor ?? (factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original))),
    ...(original < nCtx ? { long: { from: original, inverseFrequencies: divided('long_factor') } } : {}),
  }
}

const KINDS: Readonly<Record<string, Kind>> = {
  default: (_, inverseFrequencies) => ({ inverseFrequencies }),
  dynamic: (_, inverseFrequencies) => ({ inverseFrequencies }),
  linear(_, base, need) {
    const factor = need('factor')
    return { inverseFrequencies: base.map((w) => f(w / factor)) }
  },
  llama3,
  yarn,
  longrope,
}

/** Brings rotary settings of transformers 4 or 5 into the form of 5; what is no object goes on to be refused. */
export function ropeSettings(
  config: { rope_parameters?: unknown; rope_scaling?: unknown; rope_theta?: number | null | undefined },
  defaultTheta: number,
): unknown {
  const theta = config.rope_theta ?? defaultTheta
  const given = config.rope_parameters ?? config.rope_scaling
  if (given === undefined || given === null) return { rope_type: 'default', rope_theta: theta }
  if (typeof given !== 'object') return given
  const { type, ...rest } = given as Record<string, unknown>
  return { ...(typeof type === 'string' ? { rope_type: type } : {}), rope_theta: theta, ...rest }
}
