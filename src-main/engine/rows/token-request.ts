import { createHash } from 'node:crypto'

/**
 * One thing to score: the last `nScored` of `ids` as the continuation of what stands before them. Cut on the left to
 * nCtx + 1 ids, as lm-evaluation-harness does (api/model.py, HFLM._loglikelihood_tokens).
 */
export interface TokenRequest {
  readonly ids: readonly number[]
  readonly nScored: number
  /** Ids were dropped on the left: such rows share nothing, since their positions have moved. */
  readonly cut: boolean
}

export function tokenRequest(context: readonly number[], continuation: readonly number[], nCtx: number): TokenRequest {
  const whole = [...context, ...continuation]
  const ids = whole.slice(-(nCtx + 1))
  return { ids, nScored: continuation.length, cut: ids.length < whole.length }
}

/** The content hash of a request (16 bytes): token ids and scored span, nothing else. */
export function requestHash({ ids, nScored }: TokenRequest): Buffer {
  return createHash('sha256')
    .update(Int32Array.of(nScored, ...ids))
    .digest()
    .subarray(0, 16)
}
