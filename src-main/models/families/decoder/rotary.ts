import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'

const f = Math.fround

/** Rotary settings as transformers 5 writes them; 4's `rope_theta` and `rope_scaling` are brought into this form first. */
const ropeParameters = z.strictObject({
  rope_type: z.string().default('default'),
  type: z.string().optional(),
  rope_theta: z.number().positive(),
  factor: z.number().positive().optional(),
  low_freq_factor: z.number().positive().optional(),
  high_freq_factor: z.number().positive().optional(),
  original_max_position_embeddings: z.number().int().positive().optional(),
  partial_rotary_factor: z.number().positive().max(1).optional(),
})

/**
 * Inverse frequencies `[rotated / 2]` of the rotary embedding, in float32 steps as transformers computes them
 * (modeling_rope_utils.py: default, linear, dynamic, llama3), radians a position. Rows never exceed nCtx, where dynamic
 * equals default. `rotated` is the share `partial_rotary_factor` of a head of dHead dimensions.
 *
 * @param parameters as `ropeSettings` makes them
 * @throws `model.unknown-option`, `model.config` where a type lacks one of its settings
 */
export function inverseFrequencies(dHead: number, parameters: unknown, where: string): Float32Array {
  const parsed = ropeParameters.safeParse(parameters)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const option = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
    throw new LabError(
      'model.unknown-option',
      `${where}: the rope setting ${option} is not understood (${issue?.message ?? ''}); Atelier knows default, linear, dynamic and llama3`,
      { option },
    )
  }
  const rope = parsed.data
  const need = (value: number | undefined, name: string): number => {
    if (value === undefined)
      throw new LabError('model.config', `${where}: rope type ${rope.rope_type} needs ${name}`, { option: name })
    return value
  }
  const rotated = Math.floor(dHead * (rope.partial_rotary_factor ?? 1))
  if (rotated < 2 || rotated % 2 !== 0) {
    throw new LabError('model.config', `${where}: ${rotated} dimensions of a head cannot be turned in pairs`, {
      option: 'partial_rotary_factor',
    })
  }
  const base = Float32Array.from({ length: rotated / 2 }, (_, i) =>
    f(1 / f(Math.pow(rope.rope_theta, f((2 * i) / rotated)))),
  )
  switch (rope.rope_type) {
    case 'default':
    case 'dynamic':
      return base
    case 'linear': {
      const factor = need(rope.factor, 'factor')
      return base.map((w) => f(w / factor))
    }
    case 'llama3': {
      const factor = need(rope.factor, 'factor')
      const low = need(rope.low_freq_factor, 'low_freq_factor')
      const high = need(rope.high_freq_factor, 'high_freq_factor')
      const context = need(rope.original_max_position_embeddings, 'original_max_position_embeddings')
      return base.map((w) => {
        const wavelength = f((2 * Math.PI) / w)
        if (wavelength < context / high) return w
        if (wavelength > context / low) return f(w / factor)
        const smooth = f(f(f(context / wavelength) - low) / (high - low))
        return f(f(f(f(1 - smooth) * w) / factor) + f(smooth * w))
      })
    }
    default:
      throw new LabError(
        'model.unknown-option',
        `${where}: the rope type ${rope.rope_type} is not understood; Atelier knows default, linear, dynamic and llama3`,
        { option: rope.rope_type },
      )
  }
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
