import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import type { LayerForward, ModelPart, WeightSpec } from '../../../engine/model/frozen-model'
import { linear } from '../../../engine/operators/linear'
import { layerNorm } from '../../../engine/operators/norms'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'

/** What decoders with layer norms, plain MLPs and biases share. */

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

/** A linear map `<name>.weight` with its bias. */
export const affine = (g: GraphBuilder, x: Value, name: string): Value => linear(g, x, `${name}.weight`, `${name}.bias`)

/** A layer norm `<name>.weight` with its bias. */
export const normed = (g: GraphBuilder, x: Value, name: string, epsilon: number): Value =>
  layerNorm(g, x, `${name}.weight`, `${name}.bias`, epsilon)

/** The tensors of either: a weight of these dimensions, and a bias of the first one. */
export const withBias = (name: string, part: ModelPart, dims: readonly number[], dOut = dims[0] ?? 0): WeightSpec[] => [
  { name: `${name}.weight`, shape: dims, part },
  { name: `${name}.bias`, shape: [dOut], part },
]

/** A block of two halves one after the other, and each half by itself. */
export const inTwoHalves = (
  attention: LayerForward,
  mlp: LayerForward,
): Readonly<Record<'block' | 'attention' | 'mlp', LayerForward>> => ({
  block: (g, layer, hidden) => mlp(g, layer, attention(g, layer, hidden)),
  attention,
  mlp,
})
