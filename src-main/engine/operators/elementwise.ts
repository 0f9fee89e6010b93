import type { GraphBuilder, Value } from '../graph/graph-builder'

/** `[n, d]` times `[n, d]`, value by value. */
export const mul = (g: GraphBuilder, a: Value, b: Value): Value => g.spend(g.op('Mul', [a, b]), g.widthOf(a))

/** `[n, d]` plus `[n, d]`. */
export const add = (g: GraphBuilder, a: Value, b: Value): Value => g.spend(g.op('Add', [a, b]), g.widthOf(a))

/** `[n, d]` times a number; by 1 nothing is done. */
export const scaled = (g: GraphBuilder, x: Value, factor: number): Value =>
  factor === 1 ? x : g.spend(g.op('Mul', [x, g.floatScalar(factor)]), g.widthOf(x))

/** cap * tanh(x / cap): `[n, d]` -> `[n, d]`, softly within ±cap (Gemma 2, section 2). */
export function softCapped(g: GraphBuilder, x: Value, cap: number): Value {
  const bent = g.op('Tanh', [g.op('Mul', [x, g.floatScalar(1 / cap)])])
  return g.spend(g.op('Mul', [bent, g.floatScalar(cap)]), g.widthOf(x))
}
