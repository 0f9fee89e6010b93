import { maskName, type CausalPattern } from '../model/attention-pattern'
import { HIDDEN_FROM_ATTENTION } from '../rows/batch'

/** Which tokens of a row's past, and which of the call's own, a token sees. */
const sees = ({ window }: CausalPattern, query: number, key: number): boolean =>
  key <= query && (window === null || query - key < window)

/** A prompt by itself: `[1, 1, seq, 1 + seq]` a pattern, the one token of its past hidden. */
export function promptMasks(seq: number, patterns: readonly CausalPattern[]): Map<string, Float32Array> {
  return new Map(
    patterns.map((pattern) => {
      const mask = new Float32Array(seq * (1 + seq)).fill(HIDDEN_FROM_ATTENTION)
      for (let query = 0; query < seq; query++)
        for (let key = 0; key <= query; key++) if (sees(pattern, query, key)) mask[query * (1 + seq) + 1 + key] = 0
      return [maskName(pattern), mask]
    }),
  )
}

/**
 * One token a row after what is kept of it: `[batch, 1, 1, capacity + 1]` a pattern.
 *
 * @param lengths tokens that are kept of each row: the new one's position
 */
export function stepMasks(
  lengths: readonly number[],
  capacity: number,
  patterns: readonly CausalPattern[],
): Map<string, Float32Array> {
  return new Map(
    patterns.map((pattern) => {
      const mask = new Float32Array(lengths.length * (capacity + 1)).fill(HIDDEN_FROM_ATTENTION)
      lengths.forEach((length, row) => {
        const at = row * (capacity + 1)
        const first = pattern.window === null ? 0 : Math.max(0, length - pattern.window + 1)
        mask.fill(0, at + first, at + length)
        mask[at + capacity] = 0
      })
      return [maskName(pattern), mask]
    }),
  )
}
