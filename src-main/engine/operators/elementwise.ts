import type { GraphBuilder, Value } from '../graph/graph-builder'

/** `[n, d]` times `[n, d]`, value by value. */
export const mul = (g: GraphBuilder, a: Value, b: Value): Value => g.spend(g.op('Mul', [a, b]), g.widthOf(a))

/** `[n, d]` plus `[n, d]`. */
export const add = (g: GraphBuilder, a: Value, b: Value): Value => g.spend(g.op('Add', [a, b]), g.widthOf(a))
