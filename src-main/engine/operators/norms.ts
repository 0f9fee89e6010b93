import type { GraphBuilder, Value } from '../graph/graph-builder'

/** Root-mean-square norm over the last axis (Zhang and Sennrich, 2019): `[n, d]` -> `[n, d]`. */
export function rmsNorm(g: GraphBuilder, x: Value, weight: string, epsilon: number): Value {
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }
  return g.spend(g.op('SimplifiedLayerNormalization', [x, g.weight(weight)], attributes), g.widthOf(x))
}

/** Layer norm over the last axis (Ba, Kiros and Hinton, 2016): `[n, d]` -> `[n, d]`. */
export function layerNorm(g: GraphBuilder, x: Value, weight: string, bias: string, epsilon: number): Value {
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }
  return g.spend(g.op('LayerNormalization', [x, g.weight(weight), g.weight(bias)], attributes), g.widthOf(x))
}
