import type { Line } from './line'

/** What is read off a line in one number, or why it cannot be. */
export type Summary = { readonly value: number } | { readonly missing: Missing }

/**
 * `gap`: not all of its points are measured, and nothing is said of what lies between; `full`: there is no full model to be
 * half of; `above`: it never falls below half; `below`: it starts there; `few`: it has one point at most; `range`: it begins or
 * ends at another x than the other lines.
 */
type Missing = 'gap' | 'full' | 'above' | 'below' | 'few' | 'range'

/**
 * The affected layers at which it first falls to half of the full score, by straight lines between points. A best of several stands
 * on half of the documents: half of what the full model scores on those.
 */
export function halfPoint({ points, gaps }: Line, full: number | null): Summary {
  if (full === null) return { missing: 'full' }
  if (gaps.length > 0) return { missing: 'gap' }
  const half = (p: Line['points'][number]): number => (p.fullOnHalf ?? full) / 2
  const at = points.findIndex((p) => p.y < half(p))
  const [before, after] = [points[at - 1], points[at]]
  if (!after) return { missing: 'above' }
  if (!before) return { missing: 'below' }
  // what is left of a score above its half falls from one point to the next
  const [above, below] = [before.y - half(before), after.y - half(after)]
  return { value: before.x + (above / (above - below)) * (after.x - before.x) }
}

/** From where to where a line goes. */
type Range = readonly [from: number, to: number]

const rangeOfLine = ({ points }: Pick<Line, 'points'>): Range | null => {
  const [first, last] = [points[0], points.at(-1)]
  return first && last && first !== last ? [first.x, last.x] : null
}

/** What most of some lines reach over, of equally many the widest: areas over other ranges are not told beside one another. */
export function usualRange(lines: readonly Line[]): Range | null {
  const found = Map.groupBy(
    lines.map(rangeOfLine).filter((range) => range !== null),
    ([from, to]) => `${from} ${to}`,
  )
  const width = ([[from, to] = [0, 0]]: readonly Range[]): number => to - from
  const [most] = [...found.values()].toSorted((a, b) => b.length - a.length || width(b) - width(a))
  return most?.[0] ?? null
}

/** Mean score over the affected layers (trapezoids), of a line that reaches over `range`. */
export function area(line: Line, range: Range | null): Summary {
  const { points, gaps } = line
  if (gaps.length > 0) return { missing: 'gap' }
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return { missing: 'few' }
  if (range && (first.x !== range[0] || last.x !== range[1])) return { missing: 'range' }
  let sum = 0
  let before = first
  for (const p of rest) {
    sum += ((before.y + p.y) / 2) * (p.x - before.x)
    before = p
  }
  return { value: sum / (last.x - first.x) }
}
