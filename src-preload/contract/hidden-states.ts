/** The readout by which a run measures similarities of hidden states. */
export const SIMILARITY = 'similarity'

/** Similarity of hidden states along a schedule (paper, figures 3, 14 and 15): a mean over documents. */
export interface HiddenStates {
  readonly id: string
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
