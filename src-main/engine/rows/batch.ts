import { maskName, type AttentionPattern } from '../model/attention-pattern'
import type { BatchShape } from '../runtime/runtime'
import type { Row } from './row'

/** Added to the scores of what a token does not see. */
export const HIDDEN_FROM_ATTENTION = -3e38

/** Rows padded on the right to one length, with everything a call needs. */
export interface TokenBatch extends BatchShape {
  /** `[batch * seq]`; padding is token 0 and sees only itself. */
  readonly ids: Int32Array
}

/**
 * `seq` becomes the longest row's length.
 *
 * @param patterns the distinct attention patterns of the model: a mask `[batch, 1, seq, seq]` is made for each
 */
export function padRows(rows: readonly Row[], patterns: readonly AttentionPattern[]): TokenBatch {
  const batch = rows.length
  const seq = rows.reduce((longest, r) => Math.max(longest, r.ids.length), 0)
  const ids = new Int32Array(batch * seq)
  const positions = new Int32Array(batch * seq)
  rows.forEach((row, b) => {
    ids.set(row.ids, b * seq)
    positions.set(row.positions, b * seq)
  })
  const masks = new Map(patterns.map((pattern) => [maskName(pattern), maskOf(rows, seq, pattern)]))
  return { batch, seq, ids, positions, masks }
}

/** `[batch, 1, seq, seq]`: 0 where a query sees a key. Padding sees itself and is seen by nobody. */
function maskOf(rows: readonly Row[], seq: number, pattern: AttentionPattern): Float32Array {
  const mask = new Float32Array(rows.length * seq * seq).fill(HIDDEN_FROM_ATTENTION)
  rows.forEach(({ parents }, b) => {
    const roots = pattern.kind === 'bidirectional' ? rootsOf(parents) : null
    for (let query = 0; query < seq; query++) {
      const at = (b * seq + query) * seq
      if (query >= parents.length) mask[at + query] = 0
      else if (roots) roots.forEach((root, key) => root === roots[query] && (mask[at + key] = 0))
      else if (pattern.kind === 'causal') {
        // its ancestors within the window (logical positions), and itself
        let left = pattern.window ?? Infinity
        for (let key = query; key >= 0 && left > 0; key = parents[key] ?? -1, left--) mask[at + key] = 0
      }
    }
  })
  return mask
}

/** For every token the first one of its text: rows of a model that looks both ways hold whole texts side by side. */
function rootsOf(parents: Int32Array): Int32Array {
  const roots = new Int32Array(parents.length)
  parents.forEach((parent, token) => (roots[token] = parent < 0 ? token : (roots[parent] ?? token)))
  return roots
}
