import type { GroupItem, Item } from '@/shared/schedule/items'
import { areBars, barsWidth, IDENTITY_HEIGHT, innerWidth, laneHeight, stackHeight, widthOf } from './extents'
import type { Measures } from './measures'
import type { Sheet } from './sheet'

/** Where a group of branches stands: from the fork at `fork` to the mean at `join`, its branches between `from` and `to`. */
interface Stack {
  readonly fork: number
  readonly from: number
  readonly to: number
  readonly join: number
  readonly y: number
  readonly top: number
  readonly height: number
}
/** Draws a branch's sequence from (x, y). */
type DrawBranch = (branch: readonly Item[], number: number, x: number, y: number) => void

/** Branches over one another, and the mean of them after them. Returns the stack's end and upper edge. */
export function drawLanes(
  item: GroupItem,
  at: { readonly x: number; readonly y: number; readonly level: number },
  m: Measures,
  sheet: Sheet,
  drawBranch: DrawBranch,
): { readonly end: number; readonly panelTop: number } {
  const bars = areBars(item.branches, m)
  const from = at.x + m.fan
  const to = from + (bars ? Math.max(m.cell, barsWidth(m)) : innerWidth(item.branches, m))
  const end = to + m.fan + m.mean
  const height = stackHeight(item.branches, m)
  const stack: Stack = { fork: at.x, from, to, join: end - m.mean, y: at.y, top: at.y - height / 2, height }
  const panelTop = stack.top - 6
  sheet.add({ kind: 'panel', x: at.x, y: panelTop, w: end - at.x, h: height + 12, level: at.level, id: item.id })
  sheet.reach(panelTop, stack.top + height + 6)
  if (bars) drawBars(item, stack, sheet)
  else drawBranches(item, stack, m, sheet, drawBranch)
  sheet.cover({ kind: 'mean', x: end, y: at.y, r: m.mean })
  return { end, panelTop }
}

/** Many branches of one cell: a bar each, wires to the outermost ones only, and which layers they are. */
function drawBars({ branches }: GroupItem, stack: Stack, sheet: Sheet): void {
  const { fork, from, to, join, y, top, height } = stack
  const step = height / branches.length
  const layers: number[] = []
  for (const [i, [only]] of branches.entries()) {
    if (only?.kind !== 'cell') continue
    layers.push(only.layer)
    sheet.add({ kind: 'bar', x: from, y: top + i * step, w: to - from, h: Math.max(1, step - 1), layer: only.layer })
  }
  const ends = [top + step / 2, top + height - step / 2]
  for (const end of ends) sheet.add({ kind: 'wire', x1: fork, y1: y, x2: from, y2: end })
  for (const end of ends) sheet.add({ kind: 'wire', x1: join, y1: y, x2: to, y2: end })
  if (layers.length > 0)
    sheet.cover({ kind: 'tag', x: (from + to) / 2, y, text: `${Math.min(...layers)}–${Math.max(...layers)}` })
}

function drawBranches(item: GroupItem, stack: Stack, m: Measures, sheet: Sheet, drawBranch: DrawBranch): void {
  const { fork, from, to, join, y } = stack
  let at = stack.top
  for (const [number, branch] of item.branches.entries()) {
    const h = laneHeight(branch, m)
    const lane = at + h / 2
    const width = branch.length === 0 ? 0 : widthOf(branch, m)
    const start = from + (to - from - width) / 2
    sheet.add({ kind: 'wire', x1: fork, y1: y, x2: start, y2: lane })
    sheet.add({ kind: 'wire', x1: join, y1: y, x2: start + width, y2: lane })
    if (branch.length === 0) drawIdentity(item.id, number, start, lane, sheet)
    else drawBranch(branch, number, start, lane)
    at += h + m.laneGap
  }
}

/** A branch that hands on what comes in: a ring that things can be dropped onto. */
function drawIdentity(group: string, branch: number, x: number, y: number, sheet: Sheet): void {
  const parent = { group, branch }
  sheet.add({ kind: 'ring', x, y, r: 3.5 })
  sheet.place({ id: `${group}/${branch}`, x: x - 8, y: y - 8, w: 16, h: 16, parent, index: -1 })
  sheet.open({ parent, index: 0, x, y, h: IDENTITY_HEIGHT })
}
