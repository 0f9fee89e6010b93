import type { Item } from '@/shared/schedule/items'
import type { Drawing, Gap, Place } from '@/shared/strip/geometry/drawing'
import { itemById } from './place'

/** What a point on the canvas means. Coordinates are those of the drawing, in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}
export interface Rectangle extends Point {
  readonly w: number
  readonly h: number
}

/** Where something that is dragged would go. */
export type Target =
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'beside'; readonly place: Place; readonly above: boolean }
  | { readonly kind: 'outside' }

/** Farther from the drawing than this is outside. */
const FAR_PX = 90
/** Upper and lower part of a cell where a drop makes a branch. */
const BESIDE_SHARE = 1 / 3

/** The innermost item under a point. */
export function placeAt({ places }: Drawing, { x, y }: Point): Place | null {
  const inside = places.filter((p) => x >= p.x - 1 && x <= p.x + p.w + 1 && y >= p.y && y <= p.y + p.h)
  return inside.sort((a, b) => a.w * a.h - b.w * b.h)[0] ?? null
}

export function nearestGap({ gaps }: Drawing, { x, y }: Point): Gap | null {
  let best: Gap | null = null
  let least = Infinity
  for (const gap of gaps) {
    const distance = Math.abs(gap.x - x) + 2 * Math.max(0, Math.abs(gap.y - y) - gap.h / 2)
    if (distance < least) [best, least] = [gap, distance]
  }
  return best
}

/** @param moved what is dragged: nothing goes beside itself */
export function targetAt(drawing: Drawing, items: readonly Item[], moved: ReadonlySet<string>, point: Point): Target {
  const { x, y } = point
  if (x < -FAR_PX || y < -FAR_PX || x > drawing.width + FAR_PX || y > drawing.height + FAR_PX)
    return { kind: 'outside' }
  const place = placeAt(drawing, point)
  if (place && isCell(items, place) && !moved.has(place.id)) {
    const share = (y - place.y) / place.h
    if (share < BESIDE_SHARE || share > 1 - BESIDE_SHARE) return { kind: 'beside', place, above: share < 0.5 }
  }
  const gap = nearestGap(drawing, point)
  return gap ? { kind: 'gap', gap } : { kind: 'outside' }
}

export const rectangle = (a: Point, b: Point): Rectangle => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
})

/** Cells that a rectangle touches. */
export const cellsIn = ({ places }: Drawing, items: readonly Item[], { x, y, w, h }: Rectangle): readonly string[] =>
  places
    .filter((p) => isCell(items, p) && p.x < x + w && p.x + p.w > x && p.y < y + h && p.y + p.h > y)
    .map((p) => p.id)

const isCell = (items: readonly Item[], place: Place): boolean =>
  place.index >= 0 && itemById(items, place.id)?.kind === 'cell'
