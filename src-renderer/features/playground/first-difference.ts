/** Where an answer leaves another one: the first token that differs; null where one is a part of the other. */
export function firstDifference(own: readonly number[], other: readonly number[]): number | null {
  const at = own.findIndex((token, i) => i < other.length && token !== other[i])
  return at < 0 ? null : at
}
