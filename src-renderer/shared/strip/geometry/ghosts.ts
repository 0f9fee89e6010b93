import type { Item } from '@/shared/schedule/items'
import { layerUses } from '@/shared/schedule/layer-uses'

/** Layers that are left out, before the item with this index (or at the end). */
export interface GhostRun {
  readonly before: number
  readonly layers: readonly number[]
}

/** Layers that nothing applies, between two items whose layers surround them. */
export function ghostsBetween(items: readonly Item[], nLayers: number): readonly GhostRun[] {
  const used = layerUses(items)
  if (used.size === nLayers) return []
  const shown = new Set<number>()
  const runs: GhostRun[] = []
  const edges = items.map((item) => edgeLayers(item))
  for (let i = 0; i <= items.length; i++) {
    const low = i === 0 ? -1 : edges[i - 1]?.highest
    const high = i === items.length ? nLayers : edges[i]?.lowest
    if (low === undefined || high === undefined || high - low < 2) continue
    const first = low + 1
    const layers = Array.from({ length: high - first }, (_, k) => first + k)
    if (layers.some((l) => used.has(l)) || shown.has(first)) continue
    runs.push({ before: i, layers })
    for (const l of layers) shown.add(l)
  }
  return runs
}

function edgeLayers(item: Item): { readonly lowest: number; readonly highest: number } | undefined {
  const layers = [...layerUses([item]).keys()]
  return layers.length === 0 ? undefined : { lowest: Math.min(...layers), highest: Math.max(...layers) }
}
