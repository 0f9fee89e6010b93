import { MICROSOFT, type GraphBuilder, type Value } from '../graph/graph-builder'

/** `[n, d]` -> `[n, d]`, value by value. */
export type Activation = (g: GraphBuilder, x: Value) => Value

/** x * sigmoid(x) (Elfwing, Uchibe and Doya, 2017), `[n, d]` -> `[n, d]`. QuickGelu with alpha 1 is its fused form. */
export const silu: Activation = (g, x) =>
  g.spend(g.op('QuickGelu', [x], { alpha: { float: 1 } }, MICROSOFT), g.widthOf(x))

/** x * Φ(x) with the exact normal distribution (Hendrycks and Gimpel, 2016), `[n, d]` -> `[n, d]`. */
export const gelu: Activation = (g, x) => g.spend(g.op('Gelu', [x]), g.widthOf(x))

/** x * Φ(x) with Φ by its tangent approximation (the same paper, section 2), `[n, d]` -> `[n, d]`. */
export const geluTanh: Activation = (g, x) => g.spend(g.op('Gelu', [x], { approximate: 'tanh' }), g.widthOf(x))

/** max(x, 0), `[n, d]` -> `[n, d]`. */
const relu: Activation = (g, x) => g.spend(g.op('Relu', [x]), g.widthOf(x))

/** By the names that configurations have for them (transformers, activations.py, ACT2FN). */
export const ACTIVATIONS = {
  silu,
  swish: silu,
  gelu,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  relu,
} as const satisfies Readonly<Record<string, Activation>>
export type ActivationName = keyof typeof ACTIVATIONS
