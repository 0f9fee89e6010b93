import type { BranchRef, GroupItem, Item } from '@/shared/schedule/items'

/** Where things stand in a schedule that is edited. The outermost branch has the address null. */

export interface Position {
  readonly parent: BranchRef
  readonly index: number
}

/** Neighbouring items of one branch: what parallel, loop, reverse and shuffle need. */
export interface Run {
  readonly parent: BranchRef
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

export function branchAt(items: readonly Item[], ref: BranchRef): readonly Item[] {
  if (ref === null) return items
  return groupById(items, ref.group)?.branches[ref.branch] ?? []
}

export function groupById(items: readonly Item[], id: string): GroupItem | null {
  for (const item of items) {
    if (item.kind !== 'group') continue
    if (item.id === id) return item
    for (const branch of item.branches) {
      const found = groupById(branch, id)
      if (found) return found
    }
  }
  return null
}

/** Where an item stands; null where it does not. */
export function positionOf(items: readonly Item[], id: string, parent: BranchRef = null): Position | null {
  for (const [index, item] of items.entries()) {
    if (item.id === id) return { parent, index }
    if (item.kind !== 'group') continue
    for (const [branch, inside] of item.branches.entries()) {
      const found = positionOf(inside, id, { group: item.id, branch })
      if (found) return found
    }
  }
  return null
}

export function itemById(items: readonly Item[], id: string): Item | null {
  const at = positionOf(items, id)
  return at === null ? null : (branchAt(items, at.parent)[at.index] ?? null)
}

export const sameBranch = (a: BranchRef, b: BranchRef): boolean =>
  a === null || b === null ? a === b : a.group === b.group && a.branch === b.branch

/** The selection as neighbours of one branch, if that is what it is. */
export function runOf(items: readonly Item[], ids: ReadonlySet<string>): Run | null {
  const places = [...ids].map((id) => positionOf(items, id))
  const found = places.filter((p) => p !== null)
  const [first] = found
  if (!first || found.length < places.length || found.some((p) => !sameBranch(p.parent, first.parent))) return null
  const indices = found.map((p) => p.index)
  const [from, to] = [Math.min(...indices), Math.max(...indices) + 1]
  return to - from === indices.length ? { parent: first.parent, from, to } : null
}

/** Ids in the order of the schedule; those inside another of them are left out. */
export function inOrder(items: readonly Item[], wanted: readonly string[]): string[] {
  const set = new Set(wanted)
  const walk = (list: readonly Item[]): string[] =>
    list.flatMap((i) => (set.has(i.id) ? [i.id] : i.kind === 'group' ? i.branches.flatMap(walk) : []))
  return walk(items)
}

/** The items of these ids, in the order of the schedule. */
export const itemsIn = (items: readonly Item[], wanted: Iterable<string>): readonly Item[] =>
  inOrder(items, [...wanted]).flatMap((id) => itemById(items, id) ?? [])

/** The stretch of cells around one that apply the same layer; null where there is no such cell. */
export function sameLayerAround(items: readonly Item[], id: string): (Run & { readonly layer: number }) | null {
  const at = positionOf(items, id)
  if (!at) return null
  const branch = branchAt(items, at.parent)
  const item = branch[at.index]
  if (item?.kind !== 'cell') return null
  const isSame = (i: number): boolean => {
    const other = branch[i]
    return other?.kind === 'cell' && other.layer === item.layer
  }
  let [from, to] = [at.index, at.index + 1]
  while (isSame(from - 1)) from--
  while (isSame(to)) to++
  return { parent: at.parent, from, to, layer: item.layer }
}
