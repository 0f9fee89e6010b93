import type { CacheKind } from './answer'

/**
 * What a model is asked about one text, as token ids:
 * - the loglikelihood of the last `nScored` ids, given what stands before them (`nScored` >= 1), or
 * - the text as a whole (`nScored` = 0), for what is read of its hidden states.
 */
export interface TokenRequest {
  readonly ids: readonly number[]
  readonly nScored: number
  /** Of a text that is put into a class: the class whose log probability is read at its first token (nothing is scored then). */
  readonly label?: number
  /** What the head that reads it is trained by (a fingerprint); absent for the checkpoint's own. */
  readonly head?: string
  /** Ids were dropped on the left: such rows share nothing, since their positions have moved. */
  readonly cut: boolean
}

/**
 * A continuation to be scored after its context, cut on the left to nCtx + 1 ids (the last one is never read by the model),
 * as lm-evaluation-harness does (api/model.py, HFLM._loglikelihood_tokens).
 */
export function tokenRequest(context: readonly number[], continuation: readonly number[], nCtx: number): TokenRequest {
  const whole = [...context, ...continuation]
  const ids = whole.slice(-(nCtx + 1))
  return { ids, nScored: continuation.length, cut: ids.length < whole.length }
}

/** A whole text, cut on the right to nCtx ids. */
export const textRequest = (ids: readonly number[], nCtx: number): TokenRequest => ({
  ids: ids.slice(0, nCtx),
  nScored: 0,
  cut: ids.length > nCtx,
})

/** The ids that the model reads: the last scored one is only compared with. */
export const inputIds = ({ ids, nScored }: TokenRequest): readonly number[] => (nScored > 0 ? ids.slice(0, -1) : ids)

/** A prompt that is to be gone on with, greedily. */
export interface WritingRequest {
  /** Token ids, at least one. */
  readonly prompt: readonly number[]
  readonly maxNewTokens: number
  /** The answer ends before the first of these texts. */
  readonly until: readonly string[]
  /** And with these tokens. */
  readonly endTokens: readonly number[]
  readonly cache: CacheKind
}
