import type { Past } from '../runtime/runtime'

/** Capacities grow by this many tokens: attention goes over all of a capacity, the empty part hidden. */
const STEP = 64

/** Keys and values of one position in a schedule, `[rows, nKvHeads, capacity, dHead]` each. */
export class KeyValueCache implements Past {
  readonly keys: Float32Array
  readonly values: Float32Array

  constructor(
    private readonly heads: { readonly nKvHeads: number; readonly dHead: number },
    readonly nRows: number,
    readonly capacity: number,
  ) {
    this.keys = new Float32Array(nRows * this.rowSize)
    this.values = new Float32Array(nRows * this.rowSize)
  }

  /** A capacity with room for so many tokens. */
  static capacityFor(nTokens: number): number {
    return Math.ceil(nTokens / STEP) * STEP
  }

  private get rowSize(): number {
    return this.heads.nKvHeads * this.capacity * this.heads.dHead
  }

  /**
   * Keeps what a call computed of a row, from a position on.
   *
   * @param own keys and values `[seq, nKvHeads * dHead]` of this row
   * @param weight what they are multiplied by before they are added to what stands there; null: they take its place
   */
  write(row: number, position: number, own: Past, weight: number | null = null): void {
    this.put(this.keys, own.keys, row, position, weight)
    this.put(this.values, own.values, row, position, weight)
  }

  private put(into: Float32Array, own: Float32Array, row: number, position: number, weight: number | null): void {
    const { nKvHeads, dHead } = this.heads
    const width = nKvHeads * dHead
    for (let head = 0; head < nKvHeads; head++) {
      let to = row * this.rowSize + (head * this.capacity + position) * dHead
      for (let from = head * dHead; from < own.length; from += width, to += dHead) {
        if (weight === null) for (let i = 0; i < dHead; i++) into[to + i] = own[from + i]!
        else for (let i = 0; i < dHead; i++) into[to + i]! += weight * own[from + i]!
      }
    }
  }

  /** Some rows of it, in their order, with room for more tokens. */
  taken(rows: readonly number[], capacity: number): KeyValueCache {
    const taken = new KeyValueCache(this.heads, rows.length, capacity)
    const { nKvHeads, dHead } = this.heads
    const size = Math.min(this.capacity, capacity) * dHead
    rows.forEach((row, i) => {
      for (let head = 0; head < nKvHeads; head++) {
        const from = row * this.rowSize + head * this.capacity * dHead
        const to = i * taken.rowSize + head * capacity * dHead
        taken.keys.set(this.keys.subarray(from, from + size), to)
        taken.values.set(this.values.subarray(from, from + size), to)
      }
    })
    return taken
  }
}
