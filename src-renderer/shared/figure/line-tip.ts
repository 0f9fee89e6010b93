import type { Line, Point } from '@/shared/series/line'

/** What a chart tells of one x: every line's point there. */

export interface TipRow {
  readonly line: Line
  readonly point: Point
}

/** The x that has points and is nearest to a given one; undefined where there are none. */
export const nearestX = (lines: readonly Line[], x: number): number | undefined =>
  lines
    .flatMap((l) => l.points.map((p) => p.x))
    .reduce<number | undefined>(
      (best, at) => (best === undefined || Math.abs(at - x) < Math.abs(best - x) ? at : best),
      undefined,
    )

/** The points at an x, the highest first. */
export const rowsAt = (lines: readonly Line[], x: number): readonly TipRow[] =>
  lines
    .flatMap((line) => line.points.filter((p) => p.x === x).map((point) => ({ line, point })))
    .sort((a, b) => b.point.y - a.point.y)

/** Rows that a tip shows; it says how many more there are. */
export const MOST_ROWS = 12
export const TIP_WIDTH = 300
const ROW_HEIGHT = 22
const HEAD_AND_FOOT = 60

/** The tip's corner: beside the pointer, on its other side where there is no room. All in pixels of the chart's box. */
export function tipPlace(
  at: { readonly px: number; readonly py: number },
  box: { readonly width: number; readonly height: number },
  nRows: number,
): { readonly left: number; readonly top: number } {
  const right = at.px + 18
  const height = HEAD_AND_FOOT + ROW_HEIGHT * Math.min(MOST_ROWS, nRows)
  return {
    left: right + TIP_WIDTH > box.width ? Math.max(4, at.px - TIP_WIDTH - 14) : right,
    top: Math.max(4, Math.min(at.py - 20, box.height - height)),
  }
}
