/** Neighbouring hidden states that are like each other. */

export interface StateGroup {
  readonly name: 'beginning' | 'middle' | 'end'
  /** Positions, both included. */
  readonly from: number
  readonly to: number
}

/** Mean dissimilarity within a group that is worth one group more. */
const GROUP_COST = 0.6
/** Fewer layers than this have no middle between a beginning and an end. */
const FEWEST_LAYERS = 3

/**
 * The split into contiguous groups that minimises, over all groups, the summed dissimilarity of a group's members to its
 * others, plus a fixed cost a group (dynamic programming). The largest group is the middle; what lies before and after it are
 * the beginning and the end. The embedding (position 0) stands outside.
 * @param cosine `[S * S]`
 */
export function findGroups(cosine: readonly number[], S: number): readonly StateGroup[] {
  const n = S - 1
  if (n < FEWEST_LAYERS) return []
  const parts = split(n, dissimilarity(cosine, S))
  const [from, to] = parts.reduce((best, p) => (p[1] - p[0] > best[1] - best[0] ? p : best))
  return [
    ...(from > 0 ? [{ name: 'beginning' as const, from: 1, to: from }] : []),
    { name: 'middle' as const, from: from + 1, to },
    ...(to < n ? [{ name: 'end' as const, from: to + 1, to: n }] : []),
  ]
}

/** Half open, over layers counted from 0. */
type Part = readonly [from: number, to: number]

/** The summed dissimilarity of layers `from..to - 1` to one another, over their number: from prefix sums, in constant time. */
function dissimilarity(cosine: readonly number[], S: number): (from: number, to: number) => number {
  const sums = Array.from({ length: S }, () => new Float64Array(S))
  const sum = (i: number, j: number): number => sums[i]?.[j] ?? 0
  for (const [i, row] of sums.entries()) {
    for (let j = 1; i > 0 && j < S; j++)
      row[j] = 1 - (cosine[i * S + j] ?? 0) + sum(i - 1, j) + sum(i, j - 1) - sum(i - 1, j - 1)
  }
  return (from, to) => (sum(to, to) - sum(from, to) - sum(to, from) + sum(from, from)) / (to - from)
}

/** The cheapest split of n layers; a part ends where the next one begins. */
function split(n: number, within: (from: number, to: number) => number): [Part, ...Part[]] {
  const best: { readonly cost: number; readonly cut: number }[] = [{ cost: 0, cut: 0 }]
  for (let to = 1; to <= n; to++) {
    const ways = best.map(({ cost }, from) => ({ cost: cost + within(from, to) + GROUP_COST, cut: from }))
    best.push(ways.reduce((a, b) => (b.cost < a.cost ? b : a)))
  }
  const parts: Part[] = []
  let last: Part = [best[n]?.cut ?? 0, n]
  while (last[0] > 0) {
    parts.unshift(last)
    last = [best[last[0]]?.cut ?? 0, last[0]]
  }
  return [last, ...parts]
}
