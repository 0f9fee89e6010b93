/** A stroke from a to b that swells and thins, as a brush leaves it, as an SVG path. */
export function brushPath([a, b]: readonly [number, number], y: number): string {
  const w = b - a
  const over = `C${a + w * 0.3} ${y - 3} ${a + w * 0.7} ${y - 1.5} ${b} ${y + 0.5}`
  const under = `C${a + w * 0.75} ${y + 3.5} ${a + w * 0.25} ${y + 3} ${a} ${y + 1.5}`
  return `M${a} ${y - 1}${over}${under}Z`
}
