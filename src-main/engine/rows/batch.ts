import type { BatchShape } from '../runtime/runtime'
import type { Row } from './row'

const HIDDEN_FROM_ATTENTION = -3e38

/** Rows padded on the right to one length, with everything a call needs. */
export interface TokenBatch extends BatchShape {
  /** `[batch * seq]`; padding is token 0 and sees only itself. */
  readonly ids: Int32Array
}

export function padRows(rows: readonly Row[], windows: readonly (number | null)[]): TokenBatch {
  const batch = rows.length
  const seq = Math.max(...rows.map((r) => r.ids.length))
  const ids = new Int32Array(batch * seq)
  const positions = new Int32Array(batch * seq)
  rows.forEach((row, b) => {
    ids.set(row.ids, b * seq)
    positions.set(row.positions, b * seq)
  })
  const masks = new Map(windows.map((window) => [window, maskOf(rows, seq, window)]))
  return { batch, seq, ids, positions, masks }
}

/** `[batch, 1, seq, seq]`: a token sees its ancestors within the window (logical positions) and itself. */
function maskOf(rows: readonly Row[], seq: number, window: number | null): Float32Array {
  const mask = new Float32Array(rows.length * seq * seq).fill(HIDDEN_FROM_ATTENTION)
  rows.forEach(({ parents }, b) => {
    for (let query = 0; query < seq; query++) {
      const at = (b * seq + query) * seq
      if (query >= parents.length) mask[at + query] = 0
      else {
        let left = window ?? Infinity
        for (let key = query; key >= 0 && left > 0; key = parents[key] as number, left--) mask[at + key] = 0
      }
    }
  })
  return mask
}

/** Tokens of a padded batch. */
export const paddedTokens = (rows: readonly { readonly ids: ArrayLike<number> }[]): number =>
  rows.length * Math.max(...rows.map((r) => r.ids.length))
