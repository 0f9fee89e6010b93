import { CALL } from '../graph/call-inputs'
import { MICROSOFT, type GraphBuilder, type Value } from '../graph/graph-builder'

/** Which of a model's rotary tables turns a layer's heads, and how many dimensions of each head, from its first. */
export interface Rotation {
  readonly table: number
  readonly dims: number
}

/**
 * Rotary position embedding (RoFormer; Su et al., 2021), rotated by halves as Hugging Face stores the weights, by the
 * positions of the call: `[batch, seq, heads * dHead]` -> the same. Its vector-Jacobian product is the same operator with
 * negated sines.
 */
export function rotary(g: GraphBuilder, x: Value, dHead: number, { table, dims }: Rotation): Value {
  const inputs = [x, CALL.positions, CALL.cosines(table), CALL.sines(table)]
  const width = g.widthOf(x)
  const part: Readonly<Record<string, number>> =
    dims === dHead ? {} : { rotary_embedding_dim: dims, num_heads: width / dHead }
  return g.spend(g.op('RotaryEmbedding', inputs, part, MICROSOFT), width)
}
