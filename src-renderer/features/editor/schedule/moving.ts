import { cell, type Item } from '@/shared/schedule/items'
import { branchAt, groupById, inOrder, itemsIn, positionOf, type Position } from './place'
import { copied, ids, newGroup, replaceRun, tidied, withBranch, withGroup, type Edit } from './rebuild'

export function remove(items: readonly Item[], gone: ReadonlySet<string>): readonly Item[] {
  const strip = (list: readonly Item[]): readonly Item[] =>
    list.flatMap((item): readonly Item[] => {
      if (gone.has(item.id)) return []
      if (item.kind === 'cell') return [item]
      const branches = item.branches
        .map((b, i) => ({ was: b, left: gone.has(`${item.id}/${i}`) ? null : strip(b) }))
        .flatMap(({ was, left }) => (left === null || (was.length > 0 && left.length === 0) ? [] : [left]))
      return [{ ...item, branches }]
    })
  return tidied(strip(items))
}

export function insert(items: readonly Item[], at: Position, added: readonly Item[]): Edit {
  return {
    items: withBranch(items, at.parent, (b) => [...b.slice(0, at.index), ...added, ...b.slice(at.index)]),
    selected: ids(added),
  }
}

/** Moves items (copies them with `copy`) to an open position. Onto itself, or into one of them: nothing. */
export function moveTo(items: readonly Item[], moved: readonly string[], to: Position, copy = false): Edit {
  const added = itemsIn(items, moved)
  if (
    added.some(
      (i) =>
        i.kind === 'group' &&
        to.parent !== null &&
        (i.id === to.parent.group || groupById(i.branches.flat(), to.parent.group)),
    )
  )
    return { items, selected: moved }
  if (copy) return insert(items, to, added.map(copied))
  // a mark keeps the place while the items are taken out
  const mark = cell(-1)
  const marked = insert(items, to, [mark]).items
  const emptied = takeOut(marked, new Set(moved))
  const at = positionOf(emptied, mark.id)
  if (!at) return { items, selected: moved }
  const placed = replaceRun(emptied, { parent: at.parent, from: at.index, to: at.index + 1 }, added)
  return { items: tidied(dropHollow(placed)), selected: ids(added) }
}

/** Puts items beside a cell as a branch of their own: above it or below it. */
export function moveBeside(
  items: readonly Item[],
  moved: readonly string[],
  target: string,
  above: boolean,
  copy = false,
): Edit {
  if (inOrder(items, moved).includes(target)) return { items, selected: moved }
  const taken = itemsIn(items, moved)
  if (taken.some((i) => i.kind === 'group' && positionOf(i.branches.flat(), target) !== null))
    return { items, selected: moved }
  const added = copy ? taken.map(copied) : taken
  const rest = copy ? items : takeOut(items, new Set(moved))
  const at = positionOf(rest, target)
  const item = at && branchAt(rest, at.parent)[at.index]
  if (!at || !item) return { items, selected: moved }
  // beside a cell that already is a branch alone: one more branch of its group
  const host = at.parent && groupById(rest, at.parent.group)
  if (at.parent && host && host.branches.length > 1 && host.branches[at.parent.branch]?.length === 1) {
    const { branch } = at.parent
    const branches = [
      ...host.branches.slice(0, above ? branch : branch + 1),
      added,
      ...host.branches.slice(above ? branch : branch + 1),
    ]
    return { items: tidied(dropHollow(withGroup(rest, host.id, (g) => ({ ...g, branches })))), selected: ids(added) }
  }
  const made = newGroup(above ? [added, [item]] : [[item], added])
  return {
    items: tidied(dropHollow(replaceRun(rest, { parent: at.parent, from: at.index, to: at.index + 1 }, [made]))),
    selected: ids(added),
  }
}

const takeOut = (items: readonly Item[], gone: ReadonlySet<string>): readonly Item[] =>
  items.flatMap((i): readonly Item[] =>
    gone.has(i.id)
      ? []
      : i.kind === 'cell'
        ? [i]
        : [{ ...i, branches: i.branches.map((b) => hollowed(b, takeOut(b, gone))) }],
  )

// a branch that lost all it had is no identity branch: it goes
const HOLLOW: readonly Item[] = Object.freeze([])
const hollowed = (was: readonly Item[], left: readonly Item[]): readonly Item[] =>
  was.length > 0 && left.length === 0 ? HOLLOW : left
const dropHollow = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((i): readonly Item[] =>
    i.kind === 'cell' ? [i] : [{ ...i, branches: i.branches.filter((b) => b !== HOLLOW).map(dropHollow) }],
  )
