import type { GraphBuilder, Value } from '../graph/graph-builder'

/** Rows of a table `[entries, d]` at indices `[n]`: `[n, d]`. */
export function embedding(g: GraphBuilder, table: string, indices: Value): Value {
  const [, width = 1] = g.weightShape(table)
  return g.spend(g.op('Gather', [g.weight(table), indices], { axis: 0 }), width)
}
