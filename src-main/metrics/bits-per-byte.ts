import type { Statistic } from './bootstrap'
import { lossesOf, type ScoredDocument } from './scored-document'
import { meanAt } from './statistics'

/**
 * -loglikelihood in bits over the UTF-8 bytes that it is of, both summed over documents (lm-evaluation-harness,
 * api/metrics.py, bits_per_byte). Bits a byte.
 */
export function bitsPerByte(documents: readonly ScoredDocument[]): Statistic {
  const losses = lossesOf(documents)
  const bytes = Float64Array.from(documents, ({ bytes: each, target }) => each[target] ?? NaN)
  return (at) => meanAt(losses, at) / meanAt(bytes, at) / Math.LN2
}

/** b minus a in bits a byte, on the same documents. */
export function bitsPerByteDifference(a: readonly ScoredDocument[], b: readonly ScoredDocument[]): Statistic {
  const [x, y] = [bitsPerByte(a), bitsPerByte(b)]
  return (at) => y(at) - x(at)
}
