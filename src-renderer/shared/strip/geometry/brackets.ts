import type { Item } from '@/shared/schedule/items'
import { consecutive, repeated, shuffledFrom } from '@/shared/schedule/stretches'
import type { BracketLabel } from './drawing'

/** A stretch of cells that is said to be repeated, reversed or shuffled. */
export interface Bracket {
  readonly first: number
  readonly last: number
  readonly label: BracketLabel
}

/** Fewer cells than this are no order. */
const SHORTEST_ORDER = 3

export function bracketsOf(items: readonly Item[]): readonly Bracket[] {
  const brackets: Bracket[] = []
  let readTo = 0
  for (const [i, item] of items.entries()) {
    if (i < readTo || item.kind !== 'cell') continue
    const found = bracketAt(items, i, item.layer)
    if (found) {
      brackets.push({ first: i, last: i + found.length - 1, label: found.label })
      readTo = i + found.length
    } else {
      // the last cell of a stretch that goes up may begin one that is out of order
      const run = consecutive(items, i)
      readTo = i + (run >= SHORTEST_ORDER ? run - 1 : 1)
    }
  }
  return brackets
}

function bracketAt(
  items: readonly Item[],
  start: number,
  layer: number,
): { readonly length: number; readonly label: BracketLabel } | null {
  const times = repeated(items, start)
  if (times > 1) return { length: times, label: { what: 'times', count: times } }
  const run = consecutive(items, start)
  if (run >= SHORTEST_ORDER) {
    const next = items[start + 1]
    return next?.kind === 'cell' && next.layer < layer ? { length: run, label: { what: 'reversed' } } : null
  }
  const shuffled = shuffledFrom(items, start)
  return shuffled >= SHORTEST_ORDER ? { length: shuffled, label: { what: 'shuffled' } } : null
}
