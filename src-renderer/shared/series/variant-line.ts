import type { VariantName } from '@contract/plan/syntax'
import { markOf } from '@/theme/tokens'
import type { LineLook, LineName, XAxis } from './line'
import type { Subject } from './subject'
import { plansAt, pointsBy, type LineWanted, type PlanAt } from './wanted'

/** Variants that are drawn by their affected layers, in the order of the list. */
export const SWEPT: readonly VariantName[] = [
  'skip',
  'repeat-middle',
  'reverse',
  'random',
  'parallel',
  'looped-parallel',
]

/** Where a plan stands by the layers that it affects: their number, or their share in percent. */
const placeOf =
  (x: XAxis) =>
  ({ run, plan }: PlanAt): number | null =>
    plan.affectedLayers === null || x === 'layers'
      ? plan.affectedLayers
      : (100 * plan.affectedLayers) / run.model.nLayers

/**
 * The line of one variant of a subject by affected layers: seeds averaged, looped parallel at its best n or a fixed one; null
 * where no plan of it was asked for.
 *
 * @param task null: the one that is chosen
 */
export function variantLine(
  subject: Subject,
  variant: VariantName,
  look: Pick<LineLook, 'x' | 'loops'>,
  task: string | null = null,
  fixedN?: number,
): LineWanted | null {
  const isLooped = variant === 'looped-parallel'
  const wantedN = fixedN ?? (isLooped && look.loops !== 'best' ? look.loops : undefined)
  const plans = plansAt(subject, variant).filter((p) => wantedN === undefined || p.plan.variant?.params.n === wantedN)
  const isSeeded = variant === 'random'
  // M = 0 changes nothing: it is the full model's line, not a point of a variant
  const points = pointsBy(plans, isSeeded ? 'mean' : 'best', placeOf(look.x)).filter((p) => p.x > 0)
  if (points.length === 0) return null
  return {
    key: [subject.letter, variant, wantedN, task].filter((part) => part != null).join(' '),
    subject,
    name: { kind: 'variant', text: variant, ...noteOf(variant, plans, wantedN) },
    mark: markOf(variant),
    weight: 'main',
    dash: 0,
    tint: 0,
    task,
    points,
    hasBand: isSeeded,
  }
}

/** Which iterations a variant that loops was drawn with. */
function noteOf(variant: VariantName, plans: readonly PlanAt[], wantedN: number | undefined): Pick<LineName, 'note'> {
  const values = [...new Set(plans.flatMap((p) => p.plan.variant?.params.n ?? []))]
  if (variant === 'looped-parallel' && wantedN === undefined && values.length > 1)
    return { note: { kind: 'best of n', n: [values.length, values.length] } }
  return variant === 'looped-parallel' || variant === 'loop-middle' ? { note: { kind: 'n', values } } : {}
}
