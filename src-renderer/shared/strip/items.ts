import { parsePlan } from '@contract/plan/parse'
import type { Step } from '@contract/plan/syntax'

/**
 * A schedule as it is drawn and edited: cells, and groups with a loop count. A group of one branch is a loop around its
 * cells; an empty branch is the identity. `id`s tell items apart while they are moved.
 */
export type Item = CellItem | GroupItem

export interface CellItem {
  readonly kind: 'cell'
  readonly id: string
  readonly layer: number
}

export interface GroupItem {
  readonly kind: 'group'
  readonly id: string
  readonly branches: readonly (readonly Item[])[]
  /** Times in a row. */
  readonly count: number
}

/** More cells than this are not drawn one by one; their text still is. */
export const MAX_ITEMS = 4_000

let serial = 0
export const newId = (): string => `i${++serial}`
export const cell = (layer: number): CellItem => ({ kind: 'cell', id: newId(), layer })

/**
 * Items of a plan's text, resolved for a model of `nLayers` layers. Ranges and repeated layers become cells; brackets and
 * groups stay. null where the text is no plan of steps, or too long to be drawn.
 */
export function itemsOf(text: string, nLayers: number): readonly Item[] | null {
  const parsed = parsePlan(text)
  if (!parsed.ok || parsed.plan.kind !== 'steps') return null
  const left = { cells: MAX_ITEMS }
  const items = ofSteps(parsed.plan.steps, nLayers, left)
  return left.cells < 0 ? null : items
}

function ofSteps(steps: readonly Step[], nLayers: number, left: { cells: number }): Item[] {
  const items: Item[] = []
  const add = (layer: number): void => {
    if (left.cells-- > 0) items.push(cell(layer < 0 ? nLayers + layer : layer))
  }
  for (const { unit, count } of steps) {
    if (left.cells < 0) break
    if (unit.kind === 'group') {
      const branches: Item[][] = []
      unit.branches.forEach((branch, i) => {
        if (branch.kind === 'identity') branches.push([])
        else if (branch.kind === 'steps') branches.push(ofSteps(branch.steps, nLayers, left))
        else {
          const [low, high] = [unit.branches[i - 1], unit.branches[i + 1]].map((b) => {
            const first = b?.kind === 'steps' ? b.steps[0]?.unit : undefined
            return first?.kind === 'layer' ? (first.layer < 0 ? nLayers + first.layer : first.layer) : 0
          }) as [number, number]
          const step = high < low ? -1 : 1
          for (let l = low + step; l !== high && low !== high; l += step) {
            if (left.cells-- > 0) branches.push([cell(l)])
          }
        }
      })
      if (branches.length === 1 && count === 1) items.push(...(branches[0] as Item[]))
      else items.push({ kind: 'group', id: newId(), branches, count })
      continue
    }
    for (let n = 0; n < count && left.cells >= 0; n++) {
      if (unit.kind === 'layer') add(unit.layer)
      else {
        const [first, last] = [unit.first, unit.last].map((l) => (l < 0 ? nLayers + l : l)) as [number, number]
        const step = last < first ? -1 : 1
        for (let l = first; l !== last + step && left.cells >= 0; l += step) add(l)
      }
    }
  }
  return items
}

/** The plan notation of items, brackets kept; the empty schedule is the identity. */
export function textOf(items: readonly Item[]): string {
  return stepsText(items) || '(_)'
}

function stepsText(items: readonly Item[]): string {
  const units: string[] = []
  for (let i = 0; i < items.length;) {
    const item = items[i] as Item
    if (item.kind === 'group') {
      units.push(`${groupText(item)}${item.count > 1 ? `*${item.count}` : ''}`)
      i++
      continue
    }
    const run = consecutive(items, i)
    const last = items[i + run - 1] as CellItem
    if (run >= 3) {
      units.push(`${item.layer}..${last.layer}`)
      i += run
      continue
    }
    let same = 1
    for (let next = items[i + same]; next?.kind === 'cell' && next.layer === item.layer; next = items[i + same]) same++
    units.push(same > 1 ? `${item.layer}*${same}` : String(item.layer))
    i += same
  }
  return units.join(' ')
}

/** Cells from `start` that go up by one each time, or down by one. */
export function consecutive(items: readonly Item[], start: number): number {
  const [a, b] = [items[start], items[start + 1]]
  if (a?.kind !== 'cell' || b?.kind !== 'cell' || Math.abs(b.layer - a.layer) !== 1) return 1
  const step = b.layer - a.layer
  let n = 2
  for (let next = items[start + n]; next?.kind === 'cell' && next.layer === a.layer + step * n; next = items[start + n])
    n++
  return n
}

function groupText({ branches }: GroupItem): string {
  const single = branches.map((b) => (b.length === 1 && b[0]?.kind === 'cell' ? b[0].layer : undefined))
  const parts: string[] = []
  for (let i = 0; i < branches.length;) {
    const first = single[i]
    let n = 1
    if (first !== undefined) while (single[i + n] === first + n) n++
    if (n >= 3) {
      parts.push(String(first), '..', String(single[i + n - 1]))
      i += n
    } else {
      parts.push(stepsText(branches[i] as readonly Item[]) || '_')
      i++
    }
  }
  return `(${parts.join('|')})`
}

/** Every layer that items apply, with how often. */
export function layerUses(items: readonly Item[], times = 1, uses = new Map<number, number>()): Map<number, number> {
  for (const item of items) {
    if (item.kind === 'cell') uses.set(item.layer, (uses.get(item.layer) ?? 0) + times)
    else for (const branch of item.branches) layerUses(branch, times * item.count, uses)
  }
  return uses
}

/** Steps on the longest path: what cannot be done at the same time. */
export function depthOf(items: readonly Item[]): number {
  return items.reduce(
    (sum, item) => sum + (item.kind === 'cell' ? 1 : item.count * Math.max(0, ...item.branches.map(depthOf))),
    0,
  )
}
