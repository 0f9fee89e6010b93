/**
 * How a model knows where a token stands:
 * - `rotary`: queries and keys are turned (RoFormer), by one table for all layers or by several
 * - `learned`: the embedding adds a row of a table
 * - `none`
 */
export type Positions =
  | { readonly kind: 'rotary'; readonly tables: readonly RotaryFrequencies[] }
  | { readonly kind: 'learned' }
  | { readonly kind: 'none' }

export interface RotaryFrequencies {
  /** `[rotated dimensions / 2]`, radians a position. */
  readonly inverseFrequencies: Float32Array
  /** What cosines and sines are multiplied by: 1, but for yarn and longrope. */
  readonly scale: number
  /** Frequencies of texts of more than `from` tokens (LongRoPE): of all their tokens. */
  readonly long?: { readonly from: number; readonly inverseFrequencies: Float32Array }
}

/** Up to how many tokens a text has the frequencies of short ones; null where all texts have the same. */
export function longFrom(positions: Positions): number | null {
  return positions.kind === 'rotary' ? (positions.tables[0]?.long?.from ?? null) : null
}

/** Where a token of a long text stands in the tables: after those of short texts. */
export const placeInTables = (position: number, isLong: boolean, from: number | null): number =>
  isLong && from !== null ? position + from : position

export interface RotaryTables {
  /** `[nPositions, half]` each. */
  readonly cosines: Float32Array
  readonly sines: Float32Array
  readonly half: number
}

/**
 * Cosine and sine of position times frequency, for positions 0 .. nPositions - 1: the angle rounded to float32 as in
 * transformers (modeling_llama.py, LlamaRotaryEmbedding.forward). The tables of long texts, from their position 0 on, stand
 * after those of short ones.
 */
export function rotaryTables({ inverseFrequencies, scale, long }: RotaryFrequencies, nPositions: number): RotaryTables {
  const half = inverseFrequencies.length
  const cosines = new Float32Array(nPositions * half)
  const sines = new Float32Array(nPositions * half)
  for (let p = 0; p < nPositions; p++) {
    const isLong = long !== undefined && p >= long.from
    const position = isLong ? p - long.from : p
    for (const [i, frequency] of (isLong ? long.inverseFrequencies : inverseFrequencies).entries()) {
      const angle = Math.fround(position * frequency)
      cosines[p * half + i] = scale * Math.cos(angle)
      sines[p * half + i] = scale * Math.sin(angle)
    }
  }
  return { cosines, sines, half }
}
