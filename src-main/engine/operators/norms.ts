import type { GraphBuilder, Value } from '../graph/graph-builder'

/**
 * Root-mean-square norm over the last axis (Zhang and Sennrich, 2019): `[n, d]` -> `[n, d]`.
 *
 * @param offset added to the weight `[d]`: 1 where a checkpoint stores what is above 1 (Gemma)
 */
export function rmsNorm(g: GraphBuilder, x: Value, weight: string, epsilon: number, offset = 0): Value {
  return g.spend(overLastAxis(g, x, weight, epsilon, offset), g.widthOf(x))
}

/** The same over each head by itself, by one weight `[dHead]` (Dehghani et al., 2023): `[n, heads * dHead]` -> the same. */
export function headRmsNorm(g: GraphBuilder, x: Value, weight: string, epsilon: number, offset = 0): Value {
  const [dHead = 1] = g.weightShape(weight)
  const width = g.widthOf(x)
  const heads = g.op('Reshape', [x, g.int64([-1, width / dHead, dHead])])
  const normed = overLastAxis(g, heads, weight, epsilon, offset)
  return g.spend(g.op('Reshape', [normed, g.int64([-1, width])]), width)
}

function overLastAxis(g: GraphBuilder, x: Value, weight: string, epsilon: number, offset: number): Value {
  const scale = offset === 0 ? g.weight(weight) : g.op('Add', [g.weight(weight), g.floatScalar(offset)])
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }
  return g.op('SimplifiedLayerNormalization', [x, scale], attributes)
}

/** Layer norm over the last axis (Ba, Kiros and Hinton, 2016): `[n, d]` -> `[n, d]`. */
export function layerNorm(g: GraphBuilder, x: Value, weight: string, bias: string, epsilon: number): Value {
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }
  return g.spend(g.op('LayerNormalization', [x, g.weight(weight), g.weight(bias)], attributes), g.widthOf(x))
}
