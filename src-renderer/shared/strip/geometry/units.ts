import type { GroupItem, Item } from '@/shared/schedule/items'
import { ghostsBetween } from './ghosts'

/** Units of depth, as far as a strip's width goes: ghosts count, since they keep their place. */
export function unitsOf(items: readonly Item[], nLayers: number, ghosts = true): number {
  return depth(items) + (ghosts ? ghostsBetween(items, nLayers).reduce((n, g) => n + g.layers.length, 0) : 0)
}

/** A group's width in units, its loop count not included: what stands around branches takes room too. */
export function groupUnits({ branches }: GroupItem): number {
  const deepest = Math.max(1, ...branches.map(depth))
  return branches.length === 1 ? deepest : deepest + (deepest > 1 ? 0.6 : 1)
}

/** What a loop count takes, in units. */
export const COUNT_UNITS = 0.9

function depth(items: readonly Item[]): number {
  return items.reduce(
    (n, item) => n + (item.kind === 'cell' ? 1 : groupUnits(item) + (item.count > 1 ? COUNT_UNITS : 0)),
    0,
  )
}
