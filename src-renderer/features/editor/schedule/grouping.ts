import type { Item } from '@/shared/schedule/items'
import { groupById, positionOf, type Run } from './place'
import { ids, newGroup, replaceRun, sliceOf, tidied, withGroup, type Edit } from './rebuild'

/** Each item a branch of its own; needs two or more. */
export function parallel(items: readonly Item[], run: Run): Edit {
  const made = newGroup(sliceOf(items, run).map((i) => [i]))
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

/** The run as one branch, the input itself as the other. */
export function besideIdentity(items: readonly Item[], run: Run): Edit {
  const made = newGroup([sliceOf(items, run), []])
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

/** Twice in a row; a group that is looped already once more. */
export function loop(items: readonly Item[], run: Run): Edit {
  const slice = sliceOf(items, run)
  const [only] = slice
  if (slice.length === 1 && only?.kind === 'group')
    return { items: setCount(items, only.id, only.count + 1), selected: [only.id] }
  const made = newGroup([slice], 2)
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

export function setCount(items: readonly Item[], id: string, n: number): readonly Item[] {
  return tidied(withGroup(items, id, (g) => ({ ...g, count: Math.max(1, n) })))
}

/** Adds the input itself as a branch of a group. */
export function addIdentity(items: readonly Item[], id: string): Edit {
  return { items: withGroup(items, id, (g) => ({ ...g, branches: [...g.branches, []] })), selected: [id] }
}

/** Takes a group's brackets away: its branches follow one another, once. */
export function ungroup(items: readonly Item[], id: string): Edit {
  const at = positionOf(items, id)
  const found = groupById(items, id)
  if (!at || !found) return { items, selected: [] }
  const inside = found.branches.flat()
  return {
    items: replaceRun(items, { parent: at.parent, from: at.index, to: at.index + 1 }, inside),
    selected: ids(inside),
  }
}
