import type { ShapeOf } from './drawing'

const round = (v: number): number => Math.round(v * 100) / 100

/** A wire as an SVG path. */
export function wirePath({ x1, y1, x2, y2 }: ShapeOf<'wire'>): string {
  const half = round((x1 + x2) / 2)
  return `M${round(x1)} ${round(y1)}C${half} ${round(y1)} ${half} ${round(y2)} ${round(x2)} ${round(y2)}`
}
