/**
 * What operators cost, found by building a graph: rows of `seq` tokens, `n` tokens in all. Work is counted in multiply-adds,
 * memory in float32 values that an operator puts out.
 */
export interface Cost {
  readonly macsPerToken: number
  /** For every query and key of a row: times batch * seq * seq. */
  readonly macsPerTokenPair: number
  readonly floatsPerToken: number
  readonly floatsPerTokenPair: number
}

export const NO_COST: Cost = { macsPerToken: 0, macsPerTokenPair: 0, floatsPerToken: 0, floatsPerTokenPair: 0 }

/** The sum, by kind; what `b` leaves out is 0. */
export const addCosts = (a: Cost, b: Partial<Cost>): Cost => ({
  macsPerToken: a.macsPerToken + (b.macsPerToken ?? 0),
  macsPerTokenPair: a.macsPerTokenPair + (b.macsPerTokenPair ?? 0),
  floatsPerToken: a.floatsPerToken + (b.floatsPerToken ?? 0),
  floatsPerTokenPair: a.floatsPerTokenPair + (b.floatsPerTokenPair ?? 0),
})
