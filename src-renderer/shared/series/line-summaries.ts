import type { Line } from './line'

/**
 * The most affected layers with at least half of the full score, by straight lines between points; null where it never falls
 * below half, or starts there.
 */
export function halfPoint(line: Line, full: number | null): number | null {
  if (full === null) return null
  const at = line.points.findIndex((p) => p.y < full / 2)
  const [before, after] = [line.points[at - 1], line.points[at]]
  if (!after || !before) return null
  return before.x + ((before.y - full / 2) / (before.y - after.y)) * (after.x - before.x)
}

/** Mean score over the affected layers that were measured (trapezoids); null for fewer than two points. */
export function area({ points }: Line): number | null {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return null
  let sum = 0
  let before = first
  for (const p of rest) {
    sum += ((before.y + p.y) / 2) * (p.x - before.x)
    before = p
  }
  return sum / (last.x - first.x)
}
