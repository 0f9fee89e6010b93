import type { WireError } from './errors'
/** Similarity of hidden states along a schedule (paper, figures 3, 14 and 15), measured by the engine. */
export interface HiddenStates {
  readonly id: number
  readonly model: string
  readonly fingerprint: string
  readonly plan: string
  readonly schedule: string
  readonly task: string
  readonly nDocs: number
  /** What each position is the state after: `emb`, a layer, or a parallel group in the plan notation. Length S. */
  readonly positions: readonly string[]
  /** Mean over documents of the cosine of flattened states, `[S * S]`; padding is left out. With the first token, and without. */
  readonly cosine: readonly number[]
  readonly cosineWithoutFirst: readonly number[]
  /** Mean over documents of the variance of all values of a state, `[S]`. */
  readonly variance: readonly number[]
  readonly varianceWithoutFirst: readonly number[]
  readonly createdAt: string
}

export type HiddenStatesEntry = Omit<
  HiddenStates,
  'cosine' | 'cosineWithoutFirst' | 'variance' | 'varianceWithoutFirst' | 'positions'
>

export interface StatesProgress {
  readonly job: string
  readonly status: 'running' | 'done' | 'cancelled' | 'failed'
  readonly done: number
  readonly total: number
  /** Why it failed; null otherwise. */
  readonly error: WireError | null
  /** Measurements of this job so far. */
  readonly ids: readonly number[]
}

/** More states than this are not kept: their matrix would fill the memory and could not be read. */
export const MAX_STATES = 600
