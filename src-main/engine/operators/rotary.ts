import { CALL } from '../graph/call-inputs'
import { MICROSOFT, type GraphBuilder, type Value } from '../graph/graph-builder'

/**
 * Rotary position embedding over whole heads (RoFormer; Su et al., 2021), rotated by halves as Hugging Face stores the
 * weights, by the positions of the call: `[batch, seq, heads * dHead]` -> the same. Its vector-Jacobian product is the same
 * operator with negated sines.
 */
export function rotary(g: GraphBuilder, x: Value): Value {
  return g.spend(g.op('RotaryEmbedding', [x, CALL.positions, CALL.cosines, CALL.sines], {}, MICROSOFT), g.widthOf(x))
}
