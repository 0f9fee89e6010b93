import { VARIANT_NAMES } from '@contract/plan/variants'
import type { VariantName } from '@contract/plan/syntax'
import { resolvedPlans } from '@/shared/plan/resolved-plans'
import type { Item } from '@/shared/schedule/items'
import { layerUses } from '@/shared/schedule/layer-uses'

/** How layers follow one another. */
export type LayerOrder = 'ascending' | 'descending' | 'repeated' | 'mixed'

/** Null for fewer than two layers. */
export function orderOf(layers: readonly number[]): LayerOrder | null {
  if (layers.length < 2) return null
  const steps = layers.slice(1).map((layer, i) => layer - (layers[i] ?? layer))
  if (steps.every((s) => s === 1)) return 'ascending'
  if (steps.every((s) => s === -1)) return 'descending'
  return steps.every((s) => s === 0) ? 'repeated' : 'mixed'
}

/** Which layers are not applied, and which more than once, from the first to the last. */
export function unusualUses(
  items: readonly Item[],
  nLayers: number,
): { readonly unused: readonly number[]; readonly several: readonly number[] } {
  const uses = layerUses(items)
  const all = Array.from({ length: nLayers }, (_, layer) => layer)
  return {
    unused: all.filter((layer) => !uses.has(layer)),
    several: all.filter((layer) => (uses.get(layer) ?? 0) > 1),
  }
}

/** Where a schedule is looked for: grids of the simplest parameters. A shuffle is not recognised by its seed. */
const LOOKED_FOR: Readonly<Record<VariantName, string | null>> = {
  full: 'full',
  skip: 'skip(s=*)',
  'repeat-middle': 'repeat-middle(s=*)',
  reverse: 'reverse(s=*)',
  random: null,
  parallel: 'parallel(s=*)',
  'looped-parallel': 'looped-parallel(s=*,n=2..4)',
  'loop-middle': 'loop-middle(s=*,n=2..3)',
  'skip-layer': 'skip-layer(layer=*)',
  switch: 'switch(layer=*)',
  'repeat-model': 'repeat-model(n=2..3)',
}

/** A variant with the same schedule; null where none is found. */
export function variantLike(schedule: string, nLayers: number): string | null {
  for (const name of VARIANT_NAMES) {
    const text = LOOKED_FOR[name]
    const resolved = text === null ? null : resolvedPlans(text, nLayers)
    const same = resolved?.ok ? resolved.plans.find((p) => p.schedule === schedule) : undefined
    if (same) return same.plan
  }
  return null
}
