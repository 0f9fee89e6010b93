import type { Line } from './line'

/** What is read off a line in one number, or why it cannot be. */
export type Summary = { readonly value: number } | { readonly missing: Missing }

/**
 * `gap`: not all of its points are measured, and nothing is said of what lies between; `full`: there is no full model to be
 * half of; `above`: it never falls below half; `below`: it starts there; `few`: it has one point at most.
 */
type Missing = 'gap' | 'full' | 'above' | 'below' | 'few'

/** The most affected layers with at least half of the full score, by straight lines between points. */
export function halfPoint({ points, gaps }: Line, full: number | null): Summary {
  if (full === null) return { missing: 'full' }
  if (gaps.length > 0) return { missing: 'gap' }
  const at = points.findIndex((p) => p.y < full / 2)
  const [before, after] = [points[at - 1], points[at]]
  if (!after) return { missing: 'above' }
  if (!before) return { missing: 'below' }
  return { value: before.x + ((before.y - full / 2) / (before.y - after.y)) * (after.x - before.x) }
}

/** Mean score over the affected layers (trapezoids). */
export function area({ points, gaps }: Line): Summary {
  if (gaps.length > 0) return { missing: 'gap' }
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return { missing: 'few' }
  let sum = 0
  let before = first
  for (const p of rest) {
    sum += ((before.y + p.y) / 2) * (p.x - before.x)
    before = p
  }
  return { value: sum / (last.x - first.x) }
}
