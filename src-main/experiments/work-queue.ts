import { pythonShuffle } from '../../src-preload/contract/plan/python-random'
import { joinRows, packRows, type Packing, type Row } from '../engine/rows/row'
import type { TokenRequest } from '../../src-preload/contract/request'

/** A document with work to do: some schedules lack some of its scores. */
export interface WorkDocument {
  readonly task: number
  /** Index among the task's documents of the run. */
  readonly index: number
  readonly requests: readonly TokenRequest[]
  /** Which of the work's sets of schedules it wants. */
  readonly want: number
}

/** All that is to be computed, as plain data. */
export interface Work {
  /** Sets of schedules, by their indices. */
  readonly wants: readonly (readonly number[])[]
  readonly documents: readonly WorkDocument[]
  /** Documents of every task in the run, those without work included. */
  readonly nDocuments: readonly number[]
}

/** What one engine call takes: rows, and which document's request each result belongs to. */
export interface WorkBatch {
  readonly rows: readonly Row[]
  readonly wanted: readonly number[]
  /** In the order of the rows' requests. */
  readonly results: readonly { readonly document: WorkDocument; readonly request: number }[]
  /** What the rows were joined from, so that the batch can be put back and cut smaller. */
  readonly pieces: readonly Piece[]
  readonly tokens: number
}

export interface Piece {
  readonly document: WorkDocument
  readonly row: Row
  readonly length: number
}

const FIRST_WINDOW = 8
const WINDOW = 16
/** The order of documents is fixed: every run of the same documents takes them in the same order. */
const ORDER_SEED = 20_240_712

/**
 * Hands out batches: documents in a seeded order, in windows that go round-robin over the tasks, so that the first complete
 * figure appears early and partial figures are not biased. Rows are sorted by length inside a window only.
 */
export class WorkQueue {
  /** Rows of the present window, longest first, after what is left of the one before. */
  private pending: Piece[] = []
  private nextRound = 0
  /** Tokens not handed out yet, padding not counted. */
  tokensLeft: number

  private constructor(
    private readonly rounds: readonly (readonly Piece[])[],
    private readonly wants: (readonly number[])[],
  ) {
    this.tokensLeft = tokensOf(rounds.flat())
  }

  static of(work: Work, packing: Packing): WorkQueue {
    return new WorkQueue(roundsOf(work, packing), [...work.wants])
  }

  /** A queue of the same work, from the start: to see which batches will come. */
  again(): WorkQueue {
    return new WorkQueue(this.rounds, [...this.wants])
  }

  allPieces(): Piece[] {
    return this.rounds.flat()
  }

  /**
   * The next batch of at most `maxTokens` padded tokens (one row at least), or null when nothing is left to hand out.
   * Towards the end batches shrink, so that several engines finish together.
   */
  take(maxTokens: number, nEngines: number): WorkBatch | null {
    const fair = nEngines > 1 ? Math.max(SMALL_BATCH_TOKENS, this.tokensLeft / (2 * nEngines)) : Infinity
    const capacity = Math.min(maxTokens, fair)
    for (; tokensOf(this.pending) < capacity && this.nextRound < this.rounds.length; this.nextRound++) {
      this.pending.push(...(this.rounds[this.nextRound] ?? []).toSorted((a, b) => b.length - a.length))
    }
    const [lead] = this.pending
    if (!lead) return null
    const { want } = lead.document
    const candidates = this.pending.filter((p) => p.document.want === want)
    const batch = fillBatch(candidates, this.wants[want] ?? [], capacity)
    const taken = new Set(batch.pieces)
    this.pending = this.pending.filter((p) => !taken.has(p))
    this.tokensLeft -= tokensOf(batch.pieces)
    return batch
  }

  /** Puts a failed batch back at the front, without the schedules that came through. */
  putBack(batch: WorkBatch, done: ReadonlySet<number>): void {
    const wanted = batch.wanted.filter((s) => !done.has(s))
    if (wanted.length === 0) return
    const want = this.wants.push(wanted) - 1
    const pieces = batch.pieces.map((p) => ({ ...p, document: { ...p.document, want } }))
    this.tokensLeft += tokensOf(pieces)
    this.pending.unshift(...pieces)
  }
}

const tokensOf = (pieces: readonly Piece[]): number => pieces.reduce((n, p) => n + p.length, 0)

const SMALL_BATCH_TOKENS = 96

function roundsOf({ documents, nDocuments }: Work, packing: Packing): Piece[][] {
  const rounds: Piece[][] = []
  for (const [task, n] of nDocuments.entries()) {
    // all are shuffled, so that what is already stored does not change the order of the rest
    const byIndex = new Map(documents.filter((d) => d.task === task).map((d) => [d.index, d]))
    const order = pythonShuffle(
      Array.from({ length: n }, (_, i) => i),
      ORDER_SEED,
    )
    const own = order.flatMap((i) => byIndex.get(i) ?? [])
    for (let at = 0, r = 0; at < own.length; r++) {
      const size = r === 0 ? FIRST_WINDOW : WINDOW
      const window = own.slice(at, at + size)
      at += size
      const pieces = window.flatMap((document) =>
        packRows(document.requests, packing).map((row) => ({ document, row, length: row.ids.length })),
      )
      ;(rounds[r] ??= []).push(...pieces)
    }
  }
  return rounds
}

/** Fills bins of the longest row's length, first fit, so that little of the batch is padding. The first row is always in. */
function fillBatch(candidates: readonly Piece[], wanted: readonly number[], capacity: number): WorkBatch {
  const lead = candidates[0]?.length ?? 0
  const longest = candidates.reduce((n, p) => Math.max(n, p.length), 0)
  const width = Math.max(lead, Math.min(longest, capacity))
  const bins = Array.from({ length: Math.max(1, Math.floor(capacity / width)) }, () => ({
    room: width,
    pieces: [] as Piece[],
  }))
  for (const piece of candidates) {
    const bin = bins.find((b) => b.room >= piece.length)
    if (!bin) continue
    bin.room -= piece.length
    bin.pieces.push(piece)
  }
  const used = bins.filter((b) => b.pieces.length > 0)
  const pieces = used.flatMap((b) => b.pieces)
  return {
    rows: used.map((b) => joinRows(b.pieces.map((p) => p.row))),
    wanted,
    results: pieces.flatMap((p) => p.row.requests.map((r) => ({ document: p.document, request: r.request }))),
    pieces,
    tokens: used.length * (width - Math.min(...used.map((b) => b.room))),
  }
}
