import { addMacs, NO_MACS, type Macs } from '../../experiments/estimate'
import type { Piece, WorkBatch } from '../../experiments/work-queue'

/** What one finished batch came to. */
export interface BatchAccount {
  readonly batch: WorkBatch
  readonly macs: Macs
  /** Of the program that was run. */
  readonly layerApplications: number
}

/** Counts what was done: documents, layer applications, multiply-adds, tokens. */
export class Ledger {
  macs: Macs = NO_MACS
  tokensComputed = 0
  tokensPadded = 0
  documentsDone = 0
  layerApplications = 0
  peakPrivateBytes = 0
  /** Rows that a document still waits for, by its requests: pieces of one document share them. */
  private readonly rowsLeft = new Map<object, number>()
  /** By engine: multiply-adds of the batch under way that are done. */
  private readonly underWay = new Map<number, number>()

  constructor(pieces: readonly Piece[]) {
    for (const { document } of pieces) {
      this.rowsLeft.set(document.requests, (this.rowsLeft.get(document.requests) ?? 0) + 1)
    }
  }

  /** Layer multiply-adds, those of batches under way included. */
  get layerMacs(): number {
    return [...this.underWay.values()].reduce((a, b) => a + b, this.macs.layers)
  }

  advance(engine: number, layerMacs: number): void {
    this.underWay.set(engine, layerMacs)
  }

  finish(engine: number, { batch, macs, layerApplications }: BatchAccount): void {
    this.underWay.delete(engine)
    this.macs = addMacs(this.macs, macs)
    this.tokensComputed += layerApplications * batch.pieces.reduce((n, p) => n + p.length, 0)
    this.tokensPadded += layerApplications * batch.tokens
    for (const { document } of batch.pieces) {
      const left = (this.rowsLeft.get(document.requests) ?? 0) - 1
      this.rowsLeft.set(document.requests, left)
      if (left > 0) continue
      this.documentsDone++
      this.layerApplications += layerApplications
    }
  }
}
