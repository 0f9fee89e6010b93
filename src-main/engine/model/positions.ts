/**
 * How a model knows where a token stands:
 * - `rotary`: queries and keys are turned (RoFormer); inverse frequencies `[dHead / 2]`, radians a position
 * - `learned`: the embedding adds a row of a table
 * - `none`
 */
export type Positions =
  | { readonly kind: 'rotary'; readonly inverseFrequencies: Float32Array }
  | { readonly kind: 'learned' }
  | { readonly kind: 'none' }

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
 * @param inverseFrequencies `[half]`, radians a position
 */
export function rotaryTables(inverseFrequencies: Float32Array, nPositions: number): RotaryTables {
  const half = inverseFrequencies.length
  const cosines = new Float32Array(nPositions * half)
  const sines = new Float32Array(nPositions * half)
  for (let p = 0; p < nPositions; p++) {
    for (const [i, frequency] of inverseFrequencies.entries()) {
      const angle = Math.fround(p * frequency)
      cosines[p * half + i] = Math.cos(angle)
      sines[p * half + i] = Math.sin(angle)
    }
  }
  return { cosines, sines, half }
}
