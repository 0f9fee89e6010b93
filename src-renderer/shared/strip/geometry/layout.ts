import type { BranchRef, GroupItem, Item } from '@/shared/schedule/items'
import { bracketsOf } from './brackets'
import { drawChipGroup } from './chip-group'
import type { Drawing } from './drawing'
import { groupHeight, heightOf, LOOP_PAD } from './extents'
import { ghostsBetween, type GhostRun } from './ghosts'
import { drawLanes } from './lanes'
import { hasGhosts, measuresFor, type LayoutOptions, type Measures } from './measures'
import { Sheet } from './sheet'

/**
 * The layer strip's geometry: one pure function from items to shapes. Width is depth: one unit a sequential step. The same
 * shapes go to tables, cards, the editor and exports. Ghosts show layers that are left out, in their own place; only where
 * the order goes up around them.
 */
export function layout(items: readonly Item[], options: LayoutOptions): Drawing {
  const m = measuresFor(items, options)
  const sheet = new Sheet(m)
  const ghosts = hasGhosts(options) ? ghostsBetween(items, options.nLayers) : []
  return sheet.finish(new Layout(m, sheet).whole(items, ghosts))
}

/** Where a sequence begins, and what it stands in. */
interface Start {
  readonly x: number
  readonly y: number
  readonly parent: BranchRef
  readonly level: number
}

class Layout {
  constructor(
    private readonly m: Measures,
    private readonly sheet: Sheet,
  ) {}

  whole(items: readonly Item[], ghosts: readonly GhostRun[]): number {
    return this.sequence(items, { x: this.m.ends, y: 0, parent: null, level: 0 }, ghosts)
  }

  /** Draws a sequence from its start along y; returns where it ends. */
  private sequence(items: readonly Item[], start: Start, ghosts: readonly GhostRun[] = []): number {
    const { m, sheet } = this
    const { y, parent, level } = start
    const h = parent === null || m.size === 'chip' ? m.height : m.lane
    const starts: number[] = []
    let x = start.x
    for (const [index, item] of items.entries()) {
      x = this.ghosts(ghosts, index, x, y, h)
      sheet.open({ parent, index, x: x - m.gap / 2, y, h })
      starts.push(x)
      if (item.kind === 'cell') {
        const box = { x, y: y - h / 2, w: m.cell, h }
        const radius = Math.min(2.5, m.cell / 4)
        sheet.add({ kind: 'cell', ...box, layer: item.layer, id: item.id, label: m.labels, radius })
        sheet.place({ id: item.id, ...box, parent, index })
        x += m.cell + m.gap
      } else {
        const end = this.group(item, x, y, level)
        const height = Math.max(m.height, groupHeight(item, m))
        sheet.place({ id: item.id, x, y: y - height / 2, w: end - x, h: height, parent, index })
        x = end + m.gap
      }
    }
    x = this.ghosts(ghosts, items.length, x, y, h)
    sheet.open({ parent, index: items.length, x: x - m.gap / 2, y, h })
    if (m.size !== 'chip' && parent === null) this.brackets(items, starts, y - h / 2 - 8)
    return x
  }

  private ghosts(runs: readonly GhostRun[], before: number, start: number, y: number, height: number): number {
    const { m } = this
    const h = m.size === 'chip' ? Math.round(0.4 * height) : Math.min(18, height)
    let x = start
    for (const layer of runs.filter((run) => run.before === before).flatMap((run) => run.layers)) {
      this.sheet.add({ kind: 'ghost', x, y: y - h / 2, w: m.cell, h, layer, label: m.labels })
      x += m.cell + m.gap
    }
    return x
  }

  private brackets(items: readonly Item[], starts: readonly number[], y: number): void {
    for (const { first, last, label } of bracketsOf(items)) {
      const [x1 = 0, x2 = 0] = [starts[first], starts[last]]
      this.sheet.cover({ kind: 'bracket', x1, x2: x2 + this.m.cell, y, label, arrow: label.what === 'reversed' })
      this.sheet.reach(y - 10, 0)
    }
  }

  private group(item: GroupItem, x: number, y: number, level: number): number {
    if (this.m.size === 'chip') return drawChipGroup(item, x, this.m, this.sheet)
    const [only, ...others] = item.branches
    if (only && others.length === 0) return this.loop(item, only, x, y, level)
    const { end, panelTop } = drawLanes(item, { x, y, level }, this.m, this.sheet, (branch, number, from, lane) =>
      this.sequence(branch, { x: from, y: lane, parent: { group: item.id, branch: number }, level: level + 1 }),
    )
    this.arc(item, x, end, panelTop)
    return end + this.m.mean
  }

  private loop(item: GroupItem, branch: readonly Item[], x: number, y: number, level: number): number {
    const { m, sheet } = this
    const height = heightOf(branch, m, true) + 10
    const top = y - height / 2
    const inside = { x: x + LOOP_PAD, y, parent: { group: item.id, branch: 0 }, level: level + 1 }
    const end = sheet.under(
      () => this.sequence(branch, inside) - m.gap + LOOP_PAD,
      (right) => ({ kind: 'panel', x, y: top, w: right - x, h: height, level, id: item.id }),
    )
    this.arc(item, x, end, top)
    sheet.reach(top, top + height)
    return end
  }

  /** The way back from a loop's end to its start, with how often it is gone. */
  private arc(item: GroupItem, x1: number, x2: number, y: number): void {
    if (item.count < 2) return
    this.sheet.cover({ kind: 'arc', x1, x2, y: y - 4, count: item.count, id: item.id })
    this.sheet.reach(y - 24, 0)
  }
}
