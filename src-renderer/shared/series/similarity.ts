import type { HiddenStates } from '@contract/hidden-states'

/** Figures 3, 14 and 15: similarities of hidden states, and the groups that they fall into. */

export interface StateGroup {
  readonly name: 'beginning' | 'middle' | 'end'
  /** Positions, both included. */
  readonly from: number
  readonly to: number
}

/** Mean dissimilarity within a group that is worth one group more. */
const GROUP_COST = 0.6

/**
 * Neighbouring states that are like each other: the split into contiguous groups that minimises, over all groups, the summed
 * dissimilarity of a group's members to its others, plus a fixed cost a group (dynamic programming). The largest group is the
 * middle; what lies before and after it are the beginning and the end. The embedding (position 0) stands outside.
 * @param cosine `[S * S]`
 */
export function findGroups(cosine: readonly number[], S: number): readonly StateGroup[] {
  const n = S - 1
  if (n < 3) return []
  const at = (i: number, j: number): number => 1 - (cosine[(i + 1) * S + j + 1] ?? 0)
  // prefix sums of the dissimilarity: a group's sum in constant time
  const sums = new Float64Array((n + 1) * (n + 1))
  for (let i = 1; i <= n; i++)
    for (let j = 1; j <= n; j++)
      sums[i * (n + 1) + j] =
        at(i - 1, j - 1) +
        (sums[(i - 1) * (n + 1) + j] as number) +
        (sums[i * (n + 1) + j - 1] as number) -
        (sums[(i - 1) * (n + 1) + j - 1] as number)
  const within = (a: number, b: number): number => {
    const k = n + 1
    return (
      ((sums[b * k + b] as number) -
        (sums[a * k + b] as number) -
        (sums[b * k + a] as number) +
        (sums[a * k + a] as number)) /
      (b - a)
    )
  }
  const cost = [0]
  const cut: number[] = [0]
  for (let b = 1; b <= n; b++) {
    cost[b] = Infinity
    for (let a = 0; a < b; a++) {
      const c = (cost[a] as number) + within(a, b) + GROUP_COST
      if (c < (cost[b] as number)) [cost[b], cut[b]] = [c, a]
    }
  }
  const parts: [number, number][] = []
  for (let b = n; b > 0; b = cut[b] as number) parts.unshift([cut[b] as number, b])
  const largest = parts.reduce(
    (best, p, i) => (p[1] - p[0] > (parts[best]?.[1] ?? 0) - (parts[best]?.[0] ?? 0) ? i : best),
    0,
  )
  const [a, b] = parts[largest] as [number, number]
  return [
    ...(a > 0 ? [{ name: 'beginning' as const, from: 1, to: a }] : []),
    { name: 'middle' as const, from: a + 1, to: b },
    ...(b < n ? [{ name: 'end' as const, from: b + 1, to: n }] : []),
  ]
}

export interface SimilarityFigure {
  readonly title: string
  readonly positions: readonly string[]
  readonly cosine: readonly number[]
  readonly variance: readonly number[]
  readonly groups: readonly StateGroup[]
  readonly nLayers: number
  readonly nDocs: number
}

export function similarityFigure(
  states: HiddenStates,
  title: string,
  nLayers: number,
  withoutFirst: boolean,
): SimilarityFigure {
  const cosine = withoutFirst ? states.cosineWithoutFirst : states.cosine
  return {
    title,
    positions: states.positions,
    cosine,
    variance: withoutFirst ? states.varianceWithoutFirst : states.variance,
    groups: states.schedule === `0..${nLayers - 1}` ? findGroups(cosine, states.positions.length) : [],
    nLayers,
    nDocs: states.nDocs,
  }
}

/** The layer of a position, for its tone; null for the embedding and for groups. */
export const layerOfPosition = (position: string): number | null => (/^\d+$/.test(position) ? Number(position) : null)
