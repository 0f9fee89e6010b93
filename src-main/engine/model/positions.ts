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
}

export interface RotaryTables {
  /** `[nPositions, half]` each. */
  readonly cosines: Float32Array
  readonly sines: Float32Array
  readonly half: number
}

/**
 * Cosine and sine of position times frequency, for positions 0 .. nPositions - 1: the angle rounded to float32 as in
 * transformers (modeling_llama.py, LlamaRotaryEmbedding.forward).
 *
 */
export function rotaryTables({ inverseFrequencies, scale }: RotaryFrequencies, nPositions: number): RotaryTables {
  const half = inverseFrequencies.length
  const cosines = new Float32Array(nPositions * half)
  const sines = new Float32Array(nPositions * half)
  for (let p = 0; p < nPositions; p++) {
    for (const [i, frequency] of inverseFrequencies.entries()) {
      const angle = Math.fround(p * frequency)
      cosines[p * half + i] = scale * Math.cos(angle)
      sines[p * half + i] = scale * Math.sin(angle)
    }
  }
  return { cosines, sines, half }
}
