import type { GraphBuilder, Value } from '../graph/graph-builder'

/** Columns of `[n, d]` side by side: `[n, width]` each, for widths that add up to d. */
export function columns<const W extends readonly number[]>(
  g: GraphBuilder,
  x: Value,
  widths: W,
): { [K in keyof W]: Value } {
  return partsOf(g, x, widths, 1) as { [K in keyof W]: Value }
}

/**
 * Queries, keys and values that stand beside one another within each head (Megatron): `[n, heads * 3 * dHead]` -> three of
 * `[n, heads * dHead]`.
 */
export function columnsOfHeads(g: GraphBuilder, x: Value, nHeads: number): readonly [q: Value, k: Value, v: Value] {
  const width = g.widthOf(x) / 3
  const dHead = width / nHeads
  const heads = g.ofWidth(g.op('Reshape', [x, g.int64([-1, nHeads, 3 * dHead])]), 3 * width)
  const joined = (part: Value): Value => g.spend(g.op('Reshape', [part, g.int64([-1, width])]), width)
  const [q, k, v] = partsOf(g, heads, [dHead, dHead, dHead], 2)
  return [joined(q!), joined(k!), joined(v!)]
}

function partsOf(g: GraphBuilder, x: Value, widths: readonly number[], axis: number): Value[] {
  const parts = widths.map(() => g.fresh('part'))
  const [first = '', ...others] = parts
  g.opMany([first, ...others], 'Split', [x, g.int64(widths)], { axis })
  return parts.map((part, i) => g.spend(part, widths[i] ?? 0))
}
