import { valueAt } from '../../system/value-at'
import type { Row } from '../rows/row'
import type { LoadedModel } from '../runtime/runtime'

/** Scored positions that one head call takes: enough for full speed, few enough that the logits stay small. */
export const HEAD_POSITIONS = 96
/** A state that waits longer goes to the head in a smaller call, so that a kill loses little. */
const WAIT_MS = 2500

/** A token at which something is scored, with the pairs that are read there. */
interface ScoredToken {
  /** Its place in the padded batch. */
  readonly token: number
  readonly pairs: readonly { readonly pair: number; readonly target: number }[]
}

/** A state on its way through the head. */
interface Entry {
  readonly logprobs: Float32Array
  readonly isBest: Uint8Array
  left: number
  readonly done: (values: Float32Array) => void
}

/** Gathers the scored positions of many states, so that the head always runs on full batches. */
export class HeadQueue {
  private readonly hidden: Float32Array
  private readonly tokens: readonly ScoredToken[]
  /** By request: its pairs among all pairs of the batch. */
  private readonly requests: readonly Int32Array[]
  private readonly nPairs: number
  private queued: { readonly entry: Entry; readonly scored: ScoredToken }[] = []
  private waitingSince = 0

  constructor(
    private readonly model: LoadedModel,
    private readonly dModel: number,
    rows: readonly Row[],
    seq: number,
  ) {
    this.hidden = new Float32Array(HEAD_POSITIONS * dModel)
    const places = scoredTokens(rows, seq)
    this.tokens = places.tokens
    this.requests = places.requests
    this.nPairs = places.nPairs
  }

  /**
   * @param state `[batch * seq, dModel]`
   * @param done gets `[requests, 2]`: summed log probabilities (nats) of the scored tokens, and 1 where each is the most likely
   * @throws `model.no-head`, `engine.out-of-memory`, `engine.runtime`
   */
  async push(state: Float32Array, done: Entry['done']): Promise<void> {
    const { nPairs, tokens, dModel } = this
    const entry = { logprobs: new Float32Array(nPairs), isBest: new Uint8Array(nPairs), left: tokens.length, done }
    for (const scored of tokens) {
      if (this.queued.length === 0) this.waitingSince = performance.now()
      const from = scored.token * dModel
      this.hidden.set(state.subarray(from, from + dModel), this.queued.length * dModel)
      this.queued.push({ entry, scored })
      if (this.queued.length === HEAD_POSITIONS) await this.flush()
    }
    if (this.queued.length > 0 && performance.now() - this.waitingSince > WAIT_MS) await this.flush()
  }

  /** Sends what still waits through the head, a full call or not. */
  async flush(): Promise<void> {
    const { queued } = this
    if (queued.length === 0) return
    const pairs = queued.flatMap(({ scored }, row) => scored.pairs.flatMap(({ target }) => [row, target]))
    const { logprobs, best } = await this.model.head(this.hidden, queued.length, Int32Array.from(pairs))
    this.queued = []
    let at = 0
    queued.forEach(({ entry, scored }, row) => {
      for (const { pair, target } of scored.pairs) {
        entry.logprobs[pair] = valueAt(logprobs, at++)
        entry.isBest[pair] = best[row] === target ? 1 : 0
      }
      if (--entry.left === 0) entry.done(this.sums(entry))
    })
  }

  private sums({ logprobs, isBest }: Entry): Float32Array {
    const values = new Float32Array(this.requests.length * 2)
    this.requests.forEach((pairs, r) => {
      const sum = pairs.reduce((total, p) => total + valueAt(logprobs, p), 0)
      values[2 * r] = sum
      values[2 * r + 1] = !Number.isNaN(sum) && pairs.every((p) => isBest[p] === 1) ? 1 : 0
    })
    return values
  }
}

function scoredTokens(
  rows: readonly Row[],
  seq: number,
): { readonly tokens: ScoredToken[]; readonly requests: Int32Array[]; readonly nPairs: number } {
  const requests: Int32Array[] = []
  let nPairs = 0
  const tokens = rows.flatMap((row, b) => {
    const firstPair = nPairs
    const at = new Map<number, { readonly token: number; readonly pairs: { pair: number; target: number }[] }>()
    for (let p = 0; p < row.pairs.length; p += 2) {
      const token = b * seq + valueAt(row.pairs, p)
      const scored = at.get(token) ?? { token, pairs: [] }
      at.set(token, scored)
      scored.pairs.push({ pair: firstPair + p / 2, target: valueAt(row.pairs, p + 1) })
    }
    for (const r of row.requests) requests.push(r.pairs.map((p) => p + firstPair))
    nPairs += row.pairs.length / 2
    return [...at.values()]
  })
  return { tokens, requests, nPairs }
}
