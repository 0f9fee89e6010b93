import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'

/** What decoders with layer norms and plain MLPs share in their configurations. */

export const causal: AttentionPattern = { kind: 'causal', window: null }

/** The name of an activation that is computed here. */
export const activationField = (
  fallback: ActivationName,
): z.ZodDefault<z.ZodEnum<Record<ActivationName, ActivationName>>> =>
  z.enum(Object.keys(ACTIVATIONS) as [ActivationName, ...ActivationName[]]).default(fallback)

export const ropeFields = {
  rope_theta: z.number().positive().nullish(),
  rope_scaling: z.unknown().optional(),
  rope_parameters: z.unknown().optional(),
}

/**
 * Heads that a state is divided into.
 *
 * @throws `model.config` where they do not divide it
 */
export function headsOf(
  dModel: number,
  nHeads: number,
  where: string,
): { readonly nHeads: number; readonly dHead: number } {
  if (dModel % nHeads === 0) return { nHeads, dHead: dModel / nHeads }
  throw new LabError('model.config', `${where}: a state of ${dModel} cannot be divided into ${nHeads} heads`, {
    option: 'num_attention_heads',
  })
}
