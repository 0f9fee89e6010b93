import type { GroupItem, Item } from '@/shared/schedule/items'
import type { Measures } from './measures'

type Branches = GroupItem['branches']

/** Height of a branch that is the identity. */
export const IDENTITY_HEIGHT = 14
/** Room between a loop's panel and its cells, on either side. */
export const LOOP_PAD = 4
const ARC_HEIGHT = 22

/** Height that a sequence takes, in pixels; `inner` for one inside a group. */
export function heightOf(items: readonly Item[], m: Measures, inner = false): number {
  return items.reduce(
    (h, item) => (item.kind === 'cell' ? h : Math.max(h, groupHeight(item, m))),
    inner ? m.lane : m.height,
  )
}

export function groupHeight({ branches, count }: GroupItem, m: Measures): number {
  const arc = count > 1 ? ARC_HEIGHT : 0
  const [only, ...others] = branches
  return only && others.length === 0 ? heightOf(only, m, true) + arc : stackHeight(branches, m) + 12 + arc
}

/** Height of the branches of a group over one another. */
export function stackHeight(branches: Branches, m: Measures): number {
  if (areBars(branches, m)) return Math.min(m.maxStack, branches.length * (m.bar + 1))
  return branches.reduce((h, b) => h + laneHeight(b, m), 0) + (branches.length - 1) * m.laneGap
}

export const laneHeight = (branch: readonly Item[], m: Measures): number =>
  branch.length === 0 ? IDENTITY_HEIGHT : heightOf(branch, m, true)

/** Too many branches of one cell each to be drawn as lanes. */
export const areBars = (branches: Branches, m: Measures): boolean =>
  branches.length > m.maxLanes && branches.every((b) => b.length <= 1 && b.every((i) => i.kind === 'cell'))

/** Width of the lanes of a group between its fans. */
export const innerWidth = (branches: Branches, m: Measures): number =>
  Math.max(1, ...branches.map((b) => widthOf(b, m)))

/** Width of a group whose branches are bars, between its fans. */
export const barsWidth = (m: Measures): number => 2.2 * m.cell

/** Width that a sequence takes, in pixels. */
export function widthOf(items: readonly Item[], m: Measures): number {
  const sum = items.reduce((w, item) => w + (item.kind === 'cell' ? m.cell : groupWidth(item, m)) + m.gap, 0)
  return Math.max(0, sum - m.gap)
}

function groupWidth({ branches }: GroupItem, m: Measures): number {
  if (branches.length === 1) return innerWidth(branches, m) + 2 * LOOP_PAD
  return (areBars(branches, m) ? barsWidth(m) : innerWidth(branches, m)) + 2 * m.fan + 2 * m.mean
}
