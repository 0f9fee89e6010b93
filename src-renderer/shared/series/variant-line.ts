import type { VariantName } from '@contract/plan/syntax'
import { markOf } from '@/theme/tokens'
import type { Line, LineLook, LineName, Point } from './line'
import { measured, pointAt, xOf } from './measured'
import { isHigherBetter } from './score'
import { groupedByX, meanOfSeeds, type PointGroup } from './seeds'
import type { Source } from './source'

/** Variants that are drawn by their affected layers, in the order of the list. */
export const SWEPT: readonly VariantName[] = [
  'skip',
  'repeat-middle',
  'reverse',
  'random',
  'parallel',
  'looped-parallel',
]

/**
 * The line of one variant by affected layers: seeds averaged, looped parallel at its best n or a fixed one; null where nothing
 * of it is measured.
 */
export function variantLine(
  sources: readonly Source[],
  variant: VariantName,
  look: LineLook,
  fixedN?: number,
): Line | null {
  const all = measured(sources, variant, look.choice)
  const isLooped = variant === 'looped-parallel'
  const wantedN = fixedN ?? (isLooped && look.loops !== 'best' ? look.loops : undefined)
  const points = all.flatMap((m) => {
    const { affectedLayers } = m.plan
    const isWanted = wantedN === undefined || m.plan.variant?.params.n === wantedN
    return affectedLayers !== null && isWanted ? [pointAt(xOf(m.source, affectedLayers, look.x), m)] : []
  })
  if (points.length === 0) return null
  const isSeeded = variant === 'random'
  const groups = groupedByX(points)
  const one = isSeeded ? (g: PointGroup) => meanOfSeeds(g, look.band) : bestBy(isHigherBetter(look.choice))
  return {
    key: variant + (wantedN ?? ''),
    name: { kind: 'variant', text: variant, ...noteOf(variant, points, wantedN) },
    mark: markOf(variant),
    weight: 'main',
    dash: 0,
    tint: 0,
    points: groups.map(one),
    hasBand: isSeeded && groups.some((g) => g.length > 1),
    nPlans: points.length,
    nSeeds: isSeeded ? Math.max(...groups.map((g) => g.length)) : 0,
  }
}

const bestBy =
  (higher: boolean) =>
  (group: PointGroup): Point =>
    group.reduce((a, b) => ((higher ? b.y > a.y : b.y < a.y) ? b : a))

/** Which iterations a variant that loops was drawn with. */
function noteOf(variant: VariantName, points: readonly Point[], wantedN: number | undefined): Pick<LineName, 'note'> {
  const values = [...new Set(points.flatMap((p) => p.params.n ?? []))]
  if (variant === 'looped-parallel' && wantedN === undefined && values.length > 1)
    return { note: { kind: 'best of n', n: values.length } }
  return variant === 'looped-parallel' || variant === 'loop-middle' ? { note: { kind: 'n', values } } : {}
}
