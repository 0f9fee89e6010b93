import type { GroupItem, Item } from '@/shared/schedule/items'
import { layersIn } from '@/shared/schedule/layer-uses'
import type { Measures } from './measures'
import type { Sheet } from './sheet'
import { COUNT_UNITS, groupUnits } from './units'

/** Branches as thin bars between two verticals, around y = 0; a loop's count after them. Returns where it ends. */
export function drawChipGroup(item: GroupItem, x: number, m: Measures, sheet: Sheet): number {
  const pitch = m.cell + m.gap
  const end = x + groupUnits(item) * pitch - m.gap
  const top = -m.height / 2
  const [only, ...others] = item.branches
  if (only && others.length === 0) drawRow(only, { x, y: top, w: end - x, h: m.height }, sheet)
  else {
    const step = m.height / item.branches.length
    const h = Math.max(0.8, step - (step > 3 ? 1 : 0))
    for (const [i, branch] of item.branches.entries())
      drawRow(branch, { x: x + 1.5, y: top + i * step, w: end - x - 3, h }, sheet)
    for (const at of [x, end]) sheet.add({ kind: 'line', x1: at, y1: top, x2: at, y2: -top })
  }
  if (item.count < 2) return end
  sheet.add({ kind: 'times', x: end + 1, y: 0, count: item.count })
  return end + pitch * COUNT_UNITS + 6
}

interface Row {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

function drawRow(items: readonly Item[], { x, y, w, h }: Row, sheet: Sheet): void {
  const layers = layersIn(items)
  if (items.length === 0) sheet.add({ kind: 'line', x1: x, y1: y + h / 2, x2: x + w, y2: y + h / 2 })
  const step = w / layers.length
  const width = Math.max(0.6, step - (step > 4 ? 0.7 : 0))
  for (const [i, layer] of layers.entries()) sheet.add({ kind: 'bar', x: x + i * step, y, w: width, h, layer })
}
