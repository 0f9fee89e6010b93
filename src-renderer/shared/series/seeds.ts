import type { BandKind, Point } from './line'

/** Points at one x: at least one. */
export type PointGroup = readonly [Point, ...Point[]]

/** Half the width of a 95 % interval, in standard errors. */
const CI95 = 1.96

/** Mean over seeds with its spread. Sample standard deviation; 95 %: mean +- 1.96 sd / sqrt(n). */
export function meanOfSeeds(group: PointGroup, band: BandKind): Point {
  const [first] = group
  const values = group.map((p) => p.y)
  const n = values.length
  const mean = values.reduce((a, b) => a + b, 0) / n
  const sd = n < 2 ? null : Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1))
  const [low, high] = sd === null ? [null, null] : spread(values, mean, sd, band)
  return {
    ...first,
    y: mean,
    error: sd,
    n,
    low,
    high,
    nDocs: Math.min(...group.map((p) => p.nDocs)),
    isStored: group.every((p) => p.isStored),
    isPartial: group.some((p) => p.isPartial),
  }
}

function spread(values: readonly number[], mean: number, sd: number, band: BandKind): readonly [number, number] {
  if (band === 'range') return [Math.min(...values), Math.max(...values)]
  const half = band === 'ci95' ? (CI95 * sd) / Math.sqrt(values.length) : sd
  return [mean - half, mean + half]
}

/** Points by their x, from the left. */
export function groupedByX(points: readonly Point[]): PointGroup[] {
  const groups = new Map<number, [Point, ...Point[]]>()
  for (const p of points) {
    const held = groups.get(p.x)
    if (held) held.push(p)
    else groups.set(p.x, [p])
  }
  return [...groups.values()].sort(([a], [b]) => a.x - b.x)
}
