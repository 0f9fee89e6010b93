import type { Item } from '@/shared/schedule/items'
import { branchAt, groupById, itemById, positionOf, sameBranch, type Position } from './place'

/** What the arrow keys start from: the item with the focus, and where an extended selection began. */
export interface Cursor {
  readonly focused: string | null
  readonly anchor: string | null
}

/** What is selected and focused after a step; what is left out stays. */
export interface Stepped {
  readonly selected?: readonly string[]
  readonly focused?: string
  readonly anchor?: string
  readonly caret?: Position
}

type Step = 1 | -1

/** One item to the left or right within its branch. */
export function walk(items: readonly Item[], cursor: Cursor, step: Step, extend: boolean): Stepped | null {
  const at = here(items, cursor)
  if (!at) return stepTo(items, cursor, { parent: null, index: step > 0 ? 0 : items.length - 1 }, false)
  const last = branchAt(items, at.parent).length - 1
  const index = Math.max(0, Math.min(last, at.index + step))
  return stepTo(items, cursor, { parent: at.parent, index }, extend)
}

/** To the first or last item of the branch. */
export function toEnd(items: readonly Item[], cursor: Cursor, isLast: boolean, extend: boolean): Stepped | null {
  const parent = here(items, cursor)?.parent ?? null
  return stepTo(items, cursor, { parent, index: isLast ? branchAt(items, parent).length - 1 : 0 }, extend)
}

/** To the branch above or below. */
export function toBranch(items: readonly Item[], cursor: Cursor, step: Step): Stepped | null {
  const at = here(items, cursor)
  if (!at?.parent) return null
  const { group, branch } = at.parent
  const next = groupById(items, group)?.branches[branch + step]
  if (!next) return null
  if (next.length === 0) return { selected: [`${group}/${branch + step}`], focused: `${group}/${branch + step}` }
  const parent = { group, branch: branch + step }
  return stepTo(items, cursor, { parent, index: Math.min(at.index, next.length - 1) }, false)
}

/** Into the first branch of a group that holds something. */
export function into(items: readonly Item[], cursor: Cursor): Stepped | null {
  const item = cursor.focused === null ? null : itemById(items, cursor.focused)
  if (item?.kind !== 'group') return null
  const branch = item.branches.findIndex((b) => b.length > 0)
  return branch < 0 ? null : stepTo(items, cursor, { parent: { group: item.id, branch }, index: 0 }, false)
}

/** Out to the group around; where there is none nothing is selected any more. */
export function out(items: readonly Item[], cursor: Cursor): Stepped {
  // an identity branch is named by its group and its number
  const [ofIdentity, branch] = cursor.focused?.split('/') ?? []
  const group = here(items, cursor)?.parent?.group ?? (branch === undefined ? undefined : ofIdentity)
  return group === undefined ? { selected: [] } : { selected: [group], focused: group, anchor: group }
}

const here = (items: readonly Item[], { focused }: Cursor): Position | null =>
  focused === null ? null : positionOf(items, focused)

function stepTo(items: readonly Item[], cursor: Cursor, at: Position, extend: boolean): Stepped | null {
  const branch = branchAt(items, at.parent)
  const item = branch[at.index]
  if (!item) return null
  const caret = { parent: at.parent, index: at.index + 1 }
  if (!extend) return { selected: [item.id], focused: item.id, anchor: item.id, caret }
  return { ...extended(items, cursor.anchor ?? cursor.focused ?? item.id, at), caret }
}

/** From the anchor to a place in the same branch; null where it stands in another. */
export function extended(items: readonly Item[], anchor: string, to: Position): Stepped | null {
  const from = positionOf(items, anchor)
  const branch = branchAt(items, to.parent)
  const item = branch[to.index]
  if (!from || !item || !sameBranch(from.parent, to.parent)) return null
  const between = branch.slice(Math.min(from.index, to.index), Math.max(from.index, to.index) + 1)
  return { selected: between.map((i) => i.id), focused: item.id, anchor }
}
