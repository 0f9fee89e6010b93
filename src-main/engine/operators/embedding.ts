import type { GraphBuilder, Value } from '../graph/graph-builder'

/** Rows of a table `[entries, d]` at indices `[n]`: `[n, d]`. */
export function embedding(g: GraphBuilder, table: string, indices: Value): Value {
  const [, width = 1] = g.weightShape(table)
  return g.spend(g.op('Gather', [g.weight(table), indices], { axis: 0 }), width)
}

/**
 * The words of a model that tells kinds of text apart (BERT's token types). A token of the k-th kind stands in its row as
 * `word + k * dVocab`, so that one number is all that a row and its request keep of it. `[n]` -> `[n]`.
 */
export const wordIds = (g: GraphBuilder, ids: Value, dVocab: number): Value => g.op('Mod', [ids, g.int64([dVocab])])

/** Their kinds of text, from 0: `[n]` -> `[n]`. */
export const textTypes = (g: GraphBuilder, ids: Value, dVocab: number): Value => g.op('Div', [ids, g.int64([dVocab])])

/** A token as it stands in a row. */
export const typedId = (word: number, type: number, dVocab: number): number => word + type * dVocab
