import type { Item } from './items'

/** Every layer that items apply, with how often. */
export function layerUses(items: readonly Item[], times = 1, uses = new Map<number, number>()): Map<number, number> {
  for (const item of items) {
    if (item.kind === 'cell') uses.set(item.layer, (uses.get(item.layer) ?? 0) + times)
    else for (const branch of item.branches) layerUses(branch, times * item.count, uses)
  }
  return uses
}

/** Steps on the longest path: what cannot be done at the same time. */
export function depthOf(items: readonly Item[]): number {
  return items.reduce(
    (sum, item) => sum + (item.kind === 'cell' ? 1 : item.count * Math.max(0, ...item.branches.map(depthOf))),
    0,
  )
}

/** The layers of items in the order they stand in, branch after branch. */
export function layersIn(items: readonly Item[]): readonly number[] {
  return items.flatMap((item) => (item.kind === 'cell' ? [item.layer] : item.branches.flatMap(layersIn)))
}
