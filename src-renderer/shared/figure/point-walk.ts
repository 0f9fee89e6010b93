/** The way through a chart's points by keyboard. */

export interface PointPlace {
  readonly line: number
  readonly point: number
}

/**
 * Where a key leads: along a line, or to the same point of the next one; null for a key that leads nowhere.
 * @param now null before the first step @param lengths points of each line
 */
export function stepTo(key: string, now: PointPlace | null, lengths: readonly number[]): PointPlace | null {
  const { line, point } = now ?? { line: 0, point: -1 }
  const at = (on: number, to: number): PointPlace => ({
    line: on,
    point: Math.max(0, Math.min((lengths[on] ?? 0) - 1, to)),
  })
  switch (key) {
    case 'ArrowRight':
      return at(line, point + 1)
    case 'ArrowLeft':
      return at(line, point - 1)
    case 'ArrowDown':
      return at((line + 1) % lengths.length, point)
    case 'ArrowUp':
      return at((line - 1 + lengths.length) % lengths.length, point)
    default:
      return null
  }
}
