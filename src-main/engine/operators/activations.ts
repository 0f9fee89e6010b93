import { MICROSOFT, type GraphBuilder, type Value } from '../graph/graph-builder'

/** x * sigmoid(x) (Elfwing, Uchibe and Doya, 2017), `[n, d]` -> `[n, d]`. QuickGelu with alpha 1 is its fused form. */
export const silu = (g: GraphBuilder, x: Value): Value =>
  g.spend(g.op('QuickGelu', [x], { alpha: { float: 1 } }, MICROSOFT), g.widthOf(x))

/** x * Φ(x) with the exact normal distribution (Hendrycks and Gimpel, 2016), `[n, d]` -> `[n, d]`. */
export const gelu = (g: GraphBuilder, x: Value): Value => g.spend(g.op('Gelu', [x]), g.widthOf(x))
