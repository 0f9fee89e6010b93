import { pythonShuffle } from '@contract/plan/python-random'
import { cell, newId, type GroupItem, type Item } from '@/shared/schedule/items'
import type { BranchRef } from '@/shared/schedule/items'

/** What the free editor does to a schedule: pure functions from items to items. The outermost branch has the address null. */

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

export interface Edit {
  readonly items: readonly Item[]
  /** What is selected afterwards. */
  readonly selected: readonly string[]
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
  const first = places[0]
  if (!first || places.some((p) => p === null || !sameBranch(p.parent, first.parent))) return null
  const indices = places.map((p) => (p as Position).index).sort((a, b) => a - b)
  const [from, to] = [indices[0] as number, (indices.at(-1) as number) + 1]
  return to - from === indices.length ? { parent: first.parent, from, to } : null
}

const sliceOf = (items: readonly Item[], run: Run): readonly Item[] =>
  branchAt(items, run.parent).slice(run.from, run.to)
const group = (branches: readonly (readonly Item[])[], count = 1): GroupItem => ({
  kind: 'group',
  id: newId(),
  branches,
  count,
})
const ids = (list: readonly Item[]): string[] => list.map((i) => i.id)

/** Replaces a branch's items. */
function withBranch(
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

function withGroup(items: readonly Item[], id: string, change: (g: GroupItem) => GroupItem): readonly Item[] {
  return items.map((item) => {
    if (item.kind !== 'group') return item
    if (item.id === id) return change(item)
    return { ...item, branches: item.branches.map((b) => withGroup(b, id, change)) }
  })
}

const replaceRun = (items: readonly Item[], run: Run, by: readonly Item[]): readonly Item[] =>
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

/** Each item a branch of its own; needs two or more. */
export function parallel(items: readonly Item[], run: Run): Edit {
  const made = group(sliceOf(items, run).map((i) => [i]))
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

/** The run as one branch, the input itself as the other. */
export function besideIdentity(items: readonly Item[], run: Run): Edit {
  const made = group([sliceOf(items, run), []])
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

/** Twice in a row; a group that is looped already once more. */
export function loop(items: readonly Item[], run: Run): Edit {
  const slice = sliceOf(items, run)
  const [only] = slice
  if (slice.length === 1 && only?.kind === 'group')
    return { items: setCount(items, only.id, only.count + 1), selected: [only.id] }
  const made = group([slice], 2)
  return { items: replaceRun(items, run, [made]), selected: [made.id] }
}

export function setCount(items: readonly Item[], id: string, n: number): readonly Item[] {
  return tidied(withGroup(items, id, (g) => ({ ...g, count: Math.max(1, n) })))
}

export function reverse(items: readonly Item[], run: Run): Edit {
  const turned = [...sliceOf(items, run)].reverse()
  return { items: replaceRun(items, run, turned), selected: ids(turned) }
}

/** The order that `random` gives with the same seed. */
export function shuffle(items: readonly Item[], run: Run, seed: number): Edit {
  const mixed = pythonShuffle(sliceOf(items, run), seed)
  return { items: replaceRun(items, run, mixed), selected: ids(mixed) }
}

/** The run once more, behind itself. */
export function repeat(items: readonly Item[], run: Run): Edit {
  const again = sliceOf(items, run).map(copied)
  return {
    items: withBranch(items, run.parent, (b) => [...b.slice(0, run.to), ...again, ...b.slice(run.to)]),
    selected: ids(again),
  }
}

/** A layer `n` times in a row, whatever it was before. */
export function timesInARow(items: readonly Item[], id: string, n: number): Edit {
  const at = positionOf(items, id)
  const item = at && branchAt(items, at.parent)[at.index]
  if (!at || item?.kind !== 'cell') return { items, selected: [id] }
  const branch = branchAt(items, at.parent)
  const isSame = (i: number): boolean => {
    const other = branch[i]
    return other?.kind === 'cell' && other.layer === item.layer
  }
  let [from, to] = [at.index, at.index + 1]
  while (isSame(from - 1)) from--
  while (isSame(to)) to++
  const cells = Array.from({ length: Math.max(1, Math.min(200, n)) }, (_, i) =>
    branch[from + i] && isSame(from + i) && from + i < to ? (branch[from + i] as Item) : cell(item.layer),
  )
  return { items: replaceRun(items, { parent: at.parent, from, to }, cells), selected: [(cells[0] as Item).id] }
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
  const ordered = inOrder(items, moved)
  const added = ordered.map((id) => itemById(items, id)).filter((i): i is Item => i !== null)
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
  const ordered = inOrder(items, moved)
  if (ordered.includes(target)) return { items, selected: moved }
  const taken = ordered.map((id) => itemById(items, id)).filter((i): i is Item => i !== null)
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
  const made = group(above ? [added, [item]] : [[item], added])
  return {
    items: tidied(dropHollow(replaceRun(rest, { parent: at.parent, from: at.index, to: at.index + 1 }, [made]))),
    selected: ids(added),
  }
}

/** A run one place to the left or right within its branch. */
export function nudge(items: readonly Item[], run: Run, by: 1 | -1): Edit {
  const branch = branchAt(items, run.parent)
  const slice = branch.slice(run.from, run.to)
  const other = by < 0 ? branch[run.from - 1] : branch[run.to]
  if (!other) return { items, selected: ids(slice) }
  const wider = by < 0 ? { ...run, from: run.from - 1 } : { ...run, to: run.to + 1 }
  return { items: replaceRun(items, wider, by < 0 ? [...slice, other] : [other, ...slice]), selected: ids(slice) }
}

/** A run to the branch above or below, at its end. */
export function nudgeBranch(items: readonly Item[], run: Run, by: 1 | -1): Edit {
  const slice = sliceOf(items, run)
  const host = run.parent && groupById(items, run.parent.group)
  const to = run.parent && host?.branches[run.parent.branch + by]
  if (!run.parent || !to) return { items, selected: ids(slice) }
  return moveTo(items, ids(slice), {
    parent: { group: run.parent.group, branch: run.parent.branch + by },
    index: to.length,
  })
}

export function copied(item: Item): Item {
  return item.kind === 'cell'
    ? cell(item.layer)
    : { ...item, id: newId(), branches: item.branches.map((b) => b.map(copied)) }
}

/** Ids in the order of the schedule; those inside another of them are left out. */
export function inOrder(items: readonly Item[], wanted: readonly string[]): string[] {
  const set = new Set(wanted)
  const walk = (list: readonly Item[]): string[] =>
    list.flatMap((i) => (set.has(i.id) ? [i.id] : i.kind === 'group' ? i.branches.flatMap(walk) : []))
  return walk(items)
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
