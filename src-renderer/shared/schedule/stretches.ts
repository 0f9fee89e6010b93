import type { CellItem, GroupItem, Item } from './items'

/** Cells from `start` that go up by one each time, or down by one. */
export function consecutive(items: readonly Item[], start: number): number {
  const [a, b] = [items[start], items[start + 1]]
  if (a?.kind !== 'cell' || b?.kind !== 'cell' || Math.abs(b.layer - a.layer) !== 1) return 1
  const step = b.layer - a.layer
  let n = 2
  for (let next = items[start + n]; next?.kind === 'cell' && next.layer === a.layer + step * n; next = items[start + n])
    n++
  return n
}

/** Cells from `start` that apply one layer again and again. */
export function repeated(items: readonly Item[], start: number): number {
  const first = items[start]
  if (first?.kind !== 'cell') return 0
  let n = 1
  for (let next = items[start + n]; next?.kind === 'cell' && next.layer === first.layer; next = items[start + n]) n++
  return n
}

/** Length of the permutation of neighbouring layers that starts here out of order; 0 where there is none. */
export function shuffledFrom(items: readonly Item[], start: number): number {
  const first = items[start]
  if (first?.kind !== 'cell') return 0
  const previous = items[start - 1]
  const expected = previous?.kind === 'cell' ? previous.layer + 1 : undefined
  if (expected !== undefined && first.layer === expected) return 0
  const seen = new Set<number>()
  let low = Infinity
  let high = -Infinity
  for (let n = 1; start + n <= items.length; n++) {
    const item = items[start + n - 1]
    if (item?.kind !== 'cell' || seen.has(item.layer)) return 0
    seen.add(item.layer)
    low = Math.min(low, item.layer)
    high = Math.max(high, item.layer)
    const whole = high - low + 1 === n && (expected === undefined || low === expected)
    const next = items[start + n]
    if (n >= 3 && whole && (next?.kind !== 'cell' || next.layer === high + 1)) return n
  }
  return 0
}

/** How a sequence is read: three or more neighbours as a range, one layer as often as it stands in a row, groups. `length`: in items. */
export type Stretch = { readonly length: number } & (
  | { readonly kind: 'group'; readonly group: GroupItem }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'layer'; readonly layer: number }
)

const SHORTEST_RANGE = 3

export function stretchesOf(items: readonly Item[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  let readTo = 0
  for (const [i, item] of items.entries()) {
    if (i < readTo) continue
    const stretch: Stretch = item.kind === 'group' ? { kind: 'group', group: item, length: 1 } : ofCells(items, i, item)
    stretches.push(stretch)
    readTo = i + stretch.length
  }
  return stretches
}

function ofCells(items: readonly Item[], start: number, first: CellItem): Stretch {
  const length = consecutive(items, start)
  const last = items[start + length - 1]
  if (length >= SHORTEST_RANGE && last?.kind === 'cell')
    return { kind: 'range', from: first.layer, to: last.layer, length }
  return { kind: 'layer', layer: first.layer, length: repeated(items, start) }
}
