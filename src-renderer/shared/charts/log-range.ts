/** Whole decades that hold all positive values: the ends of a log axis. */
export function logRange(values: readonly number[]): readonly [low: number, high: number] {
  const positive = values.filter((v) => v > 0)
  if (positive.length === 0) return [0.1, 1]
  const [low, high] = [Math.min(...positive), Math.max(...positive)].map(Math.log10)
  return [10 ** Math.floor(low ?? 0), 10 ** Math.ceil(high ?? 0)]
}
