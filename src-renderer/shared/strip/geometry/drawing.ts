import type { BranchRef } from '@/shared/schedule/items'

/** A strip as shapes, in pixels. Colours and words are chosen where they are painted. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** The line that the cells run along. */
  readonly axis: number
  readonly shapes: readonly Shape[]
  readonly places: readonly Place[]
  readonly gaps: readonly Gap[]
}

interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
interface Ends {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}
/** What stands over a stretch of the strip. */
interface Span {
  readonly x1: number
  readonly x2: number
  readonly y: number
}

export type Shape =
  | (Box & {
      readonly kind: 'cell'
      readonly layer: number
      readonly id: string
      readonly label: boolean
      readonly radius: number
    })
  | (Box & { readonly kind: 'ghost'; readonly layer: number; readonly label: boolean })
  | (Box & { readonly kind: 'bar'; readonly layer: number })
  | (Ends & { readonly kind: 'line' })
  /** A curve that leaves its first end level and arrives at its second one level. */
  | (Ends & { readonly kind: 'wire' })
  | (Span & { readonly kind: 'bracket'; readonly label: BracketLabel; readonly arrow: boolean })
  | (Span & { readonly kind: 'arc'; readonly count: number; readonly id: string })
  | { readonly kind: 'times'; readonly x: number; readonly y: number; readonly count: number }
  | (Box & { readonly kind: 'panel'; readonly level: number; readonly id: string })
  | { readonly kind: 'mean'; readonly x: number; readonly y: number; readonly r: number }
  | { readonly kind: 'ring'; readonly x: number; readonly y: number; readonly r: number }
  | (Box & { readonly kind: 'frame' })
  | { readonly kind: 'tag'; readonly x: number; readonly y: number; readonly text: string }

export type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>

/** What a bracket says; the component words it in the page's language. */
export type BracketLabel =
  { readonly what: 'reversed' | 'shuffled' } | { readonly what: 'times'; readonly count: number }

/** Where an item stands: for selection, carets and drops in the editor. */
export interface Place extends Box {
  readonly id: string
  readonly parent: BranchRef
  readonly index: number
}

/** An open position between items. */
export interface Gap {
  readonly parent: BranchRef
  readonly index: number
  readonly x: number
  readonly y: number
  readonly h: number
}

/** From where to where layers are drawn, left out or not: for the brush stroke under them. */
export function extentOf(drawing: Drawing, layers: ReadonlySet<number>): readonly [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (const s of drawing.shapes) {
    if ((s.kind === 'cell' || s.kind === 'ghost' || s.kind === 'bar') && layers.has(s.layer)) {
      low = Math.min(low, s.x)
      high = Math.max(high, s.x + s.w)
    }
  }
  return low > high ? null : [low, high]
}
