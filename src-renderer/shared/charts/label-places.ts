import type { Box } from './painter'

/** Where the names of lines find room: beside their line, on no line, mark, bar or other name. All in pixels of the chart. */

export type Pixel = readonly [x: number, y: number]

export interface LabelWanted {
  readonly key: string
  readonly width: number
  readonly height: number
  /** Points of what it names. */
  readonly anchors: readonly Pixel[]
  /** Where it stands of what it names; on either side where nothing is said. */
  readonly side?: 'above' | 'below'
}

export interface Obstacles {
  readonly segments: readonly (readonly [from: Pixel, to: Pixel])[]
  readonly boxes: readonly Box[]
}

export interface LabelPlace extends Box {
  /** The point it is led to, where it does not stand right beside it. */
  readonly leader: Pixel | null
}

/** How far beside a point a name may stand; from the second on a hairline leads to it. */
const REACHES = [5, 16, 28]
const CLEAR = 2

/** A place for each label that finds one, in their order: what is placed is in the way of what follows. */
export function placeLabels(
  labels: readonly LabelWanted[],
  { segments, boxes }: Obstacles,
  plot: Box,
): ReadonlyMap<string, LabelPlace> {
  const places = new Map<string, LabelPlace>()
  const taken = [...boxes]
  for (const label of labels) {
    const place = REACHES.flatMap((reach, i) => candidates(label, reach, i > 0)).find(
      (c) => isInside(c, plot) && isFree(c, segments, taken),
    )
    if (!place) continue
    places.set(label.key, place)
    taken.push(place)
  }
  return places
}

/** Above and below each point, at its right, its left and in its middle; from the last point back, where lines are apart. */
function candidates(
  { anchors, width, height, side }: LabelWanted,
  reach: number,
  isLed: boolean,
): readonly LabelPlace[] {
  return anchors.toReversed().flatMap(([x, y]) => {
    const leader = isLed ? ([x, y] as const) : null
    const lefts = [x + reach, x - reach - width, x - width / 2]
    const [above, below] = [y - reach - height, y + reach]
    const tops = side === 'above' ? [above] : side === 'below' ? [below] : [above, below]
    return lefts.flatMap((left) => tops.map((top) => ({ x: left, y: top, width, height, leader })))
  })
}

const isInside = (box: Box, plot: Box): boolean =>
  box.x >= plot.x &&
  box.y >= plot.y &&
  box.x + box.width <= plot.x + plot.width &&
  box.y + box.height <= plot.y + plot.height

function isFree(box: Box, segments: Obstacles['segments'], boxes: readonly Box[]): boolean {
  const room = { x: box.x - CLEAR, y: box.y - CLEAR, width: box.width + 2 * CLEAR, height: box.height + 2 * CLEAR }
  return !boxes.some((b) => overlaps(room, b)) && !segments.some(([a, b]) => crosses(room, a, b))
}

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Whether a segment has a point in a box (Liang and Barsky's clipping). */
function crosses({ x, y, width, height }: Box, [x1, y1]: Pixel, [x2, y2]: Pixel): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [from, to] = [0, 1]
  for (const [p, q] of [
    [-dx, x1 - x],
    [dx, x + width - x1],
    [-dy, y1 - y],
    [dy, y + height - y1],
  ] as const) {
    if (p === 0 && q < 0) return false
    if (p < 0) from = Math.max(from, q / p)
    if (p > 0) to = Math.min(to, q / p)
    if (from > to) return false
  }
  return true
}
