/** The candidate that shares most letter pairs with `word`, if any is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const pairs = (w: string): Set<string> => new Set(Array.from({ length: w.length - 1 }, (_, i) => w.slice(i, i + 2)))
  const mine = pairs(word.toLowerCase())
  let best: string | undefined
  let bestScore = 0.35
  for (const candidate of candidates) {
    const theirs = pairs(candidate)
    const score = (2 * [...mine].filter((p) => theirs.has(p)).length) / (mine.size + theirs.size || 1)
    if (score > bestScore) [best, bestScore] = [candidate, score]
  }
  return best
}
