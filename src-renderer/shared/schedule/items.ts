import { parsePlan } from '@contract/plan/parse'
import type { Branch, Step } from '@contract/plan/syntax'

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

/** The branch that an item stands in: the group's id and the branch's number, or null for the outermost. */
export type BranchRef = { readonly group: string; readonly branch: number } | null

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
  const reading = new Reading(nLayers)
  const items = reading.ofSteps(parsed.plan.steps)
  return reading.isFull ? null : items
}

/** From steps to items, as long as there is room for cells. */
class Reading {
  private left = MAX_ITEMS

  constructor(private readonly nLayers: number) {}

  get isFull(): boolean {
    return this.left < 0
  }

  ofSteps(steps: readonly Step[]): Item[] {
    const items: Item[] = []
    for (const { unit, count } of steps) {
      if (this.isFull) break
      if (unit.kind === 'group') {
        items.push(...this.group(unit.branches, count))
        continue
      }
      const layers = unit.kind === 'layer' ? [unit.layer, unit.layer] : [unit.first, unit.last]
      const [first = 0, last = 0] = layers.map((l) => this.layer(l))
      for (let n = 0; n < count && !this.isFull; n++) items.push(...this.cells(first, last))
    }
    return items
  }

  private group(branches: readonly Branch[], count: number): Item[] {
    const read = branches.flatMap((branch, i): readonly (readonly Item[])[] => {
      switch (branch.kind) {
        case 'identity':
          return [[]]
        case 'steps':
          return [this.ofSteps(branch.steps)]
        case 'ellipsis':
          return this.between(this.edge(branches[i - 1]), this.edge(branches[i + 1]))
      }
    })
    const [only, ...others] = read
    if (only && others.length === 0 && count === 1) return [...only]
    return [{ kind: 'group', id: newId(), branches: read, count }]
  }

  /** One branch a layer that stands between two others. */
  private between(low: number, high: number): readonly (readonly Item[])[] {
    const step = high < low ? -1 : 1
    return low === high ? [] : this.cells(low + step, high - step, step).map((c) => [c])
  }

  private edge(branch: Branch | undefined): number {
    const first = branch?.kind === 'steps' ? branch.steps[0]?.unit : undefined
    return first?.kind === 'layer' ? this.layer(first.layer) : 0
  }

  private cells(first: number, last: number, step = last < first ? -1 : 1): CellItem[] {
    const cells: CellItem[] = []
    for (let l = first; l !== last + step && !this.isFull; l += step) if (this.left-- > 0) cells.push(cell(l))
    return cells
  }

  /** Negative layers count from the end. */
  private layer(l: number): number {
    return l < 0 ? this.nLayers + l : l
  }
}
