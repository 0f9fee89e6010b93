import { cell, newId, type BranchRef, type GroupItem, type Item } from '@/shared/schedule/items'
import { branchAt, type Run } from './place'

/** From items to items: the pieces that every operation is made of. */

export interface Edit {
  readonly items: readonly Item[]
  /** What is selected afterwards. */
  readonly selected: readonly string[]
}

export const sliceOf = (items: readonly Item[], run: Run): readonly Item[] =>
  branchAt(items, run.parent).slice(run.from, run.to)
export const newGroup = (branches: readonly (readonly Item[])[], count = 1): GroupItem => ({
  kind: 'group',
  id: newId(),
  branches,
  count,
})
export const ids = (list: readonly Item[]): string[] => list.map((i) => i.id)

/** Replaces a branch's items. */
export function withBranch(
  items: readonly Item[],
  ref: BranchRef,
  change: (branch: readonly Item[]) => readonly Item[],
): readonly Item[] {
  if (ref === null) return change(items)
  return withGroup(items, ref.group, (g) => ({
    ...g,
    branches: g.branches.map((b, i) => (i === ref.branch ? change(b) : b)),
  }))
}

export function withGroup(items: readonly Item[], id: string, change: (g: GroupItem) => GroupItem): readonly Item[] {
  return items.map((item) => {
    if (item.kind !== 'group') return item
    if (item.id === id) return change(item)
    return { ...item, branches: item.branches.map((b) => withGroup(b, id, change)) }
  })
}

export const replaceRun = (items: readonly Item[], run: Run, by: readonly Item[]): readonly Item[] =>
  withBranch(items, run.parent, (b) => [...b.slice(0, run.from), ...by, ...b.slice(run.to)])

/** Brackets that mean nothing go: one branch, once. */
export function tidied(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (item.kind === 'cell') return [item]
    const branches = item.branches.map(tidied)
    if (branches.length === 0) return []
    const [only] = branches
    return branches.length === 1 && item.count === 1 && only ? only : [{ ...item, branches }]
  })
}

export function copied(item: Item): Item {
  return item.kind === 'cell'
    ? cell(item.layer)
    : { ...item, id: newId(), branches: item.branches.map((b) => b.map(copied)) }
}
