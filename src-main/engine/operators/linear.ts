import type { GraphBuilder, Value } from '../graph/graph-builder'

/**
 * `x [n, dIn]` times the transpose of a weight `[dOut, dIn]`, plus a bias `[dOut]`: `[n, dOut]`. Weights are taken as
 * PyTorch stores them, which measured fastest on CPU.
 */
export function linear(g: GraphBuilder, x: Value, weight: string, bias?: string): Value {
  const [dOut = 1, dIn = 1] = g.weightShape(weight)
  const inputs = [x, g.weight(weight), ...(bias === undefined ? [] : [g.weight(bias)])]
  return g.spend(g.op('Gemm', inputs, { transB: 1 }), dOut, { macsPerToken: dOut * dIn })
}

/** As `linear`, by a weight `[dIn, dOut]` as GPT-2's checkpoints have it (transformers, pytorch_utils.py, Conv1D). */
export function linearTransposed(g: GraphBuilder, x: Value, weight: string, bias: string): Value {
  const [dIn = 1, dOut = 1] = g.weightShape(weight)
  return g.spend(g.op('Gemm', [x, g.weight(weight), g.weight(bias)]), dOut, { macsPerToken: dOut * dIn })
}
