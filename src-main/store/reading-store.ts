import { transact, type Database } from './database'

/** Which readings: of a scorer, by what is read. */
export interface ReadingKey {
  readonly scorerId: number
  readonly readout: string
}

/** Readings by content, request by request: whatever is read of a schedule beside scores. */
export class ReadingStore {
  private readonly statements

  constructor(private readonly db: Database) {
    this.statements = {
      find: db.prepare<[number, string, number], { data: Buffer }>(
        'SELECT data FROM reading WHERE scorer_id = ? AND readout = ? AND request_id = ?',
      ),
      add: db.prepare(
        'INSERT INTO reading (scorer_id, readout, request_id, data) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data',
      ),
      ids: db
        .prepare<[number, string], number>('SELECT request_id FROM reading WHERE scorer_id = ? AND readout = ?')
        .pluck(),
    }
  }

  /** 1 for every request that is there. */
  present({ scorerId, readout }: ReadingKey, requestIds: readonly number[]): Uint8Array {
    const there = new Set(this.statements.ids.all(scorerId, readout))
    return Uint8Array.from(requestIds, (id) => Number(there.has(id)))
  }

  /** The numbers of a request, or null where they were not read. */
  read({ scorerId, readout }: ReadingKey, requestId: number): Float32Array | null {
    const data = this.statements.find.get(scorerId, readout, requestId)?.data
    return data ? new Float32Array(Uint8Array.from(data).buffer) : null
  }

  /** Adds readings of `width` numbers each, `[requests * width]`, in one transaction: all of them are stored, or none. */
  add({ scorerId, readout }: ReadingKey, requestIds: readonly number[], width: number, values: Float32Array): void {
    transact(this.db, () => {
      requestIds.forEach((id, i) => {
        const own = values.slice(i * width, (i + 1) * width)
        this.statements.add.run(scorerId, readout, id, Buffer.from(own.buffer))
      })
    })
  }
}
