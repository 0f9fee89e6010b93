import { valueAt } from '../system/value-at'
import { transact, type Database } from './database'

/** Everything but the request that a score depends on. */
export interface ScorerKey {
  readonly fingerprint: string
  /** Canonical form. */
  readonly schedule: string
  readonly precision: string
  readonly provider: string
  readonly numerics: number
}

/**
 * Requests that one block holds: as large as fills a database page and its overflow page, so that little is wasted.
 * A block is two bit maps (present, greedy) and the float32 loglikelihoods, by request id.
 */
const SLOTS = 1024
const BITMAP_BYTES = SLOTS / 8
const BLOCK_BYTES = 2 * BITMAP_BYTES + 4 * SLOTS

export interface StoredScores {
  /** NaN is a score too (a schedule can overflow); `present` tells what is there. */
  readonly loglikelihoods: Float32Array
  readonly greedy: Uint8Array
  readonly present: Uint8Array
}

/** Scores by content: one value for a scorer and a request, whichever run computed it. */
export class ScoreStore {
  private readonly statements

  constructor(private readonly db: Database) {
    this.statements = {
      insertRequest: db.prepare<[Buffer]>('INSERT INTO request (hash) VALUES (?) ON CONFLICT DO NOTHING'),
      findRequest: db.prepare<[Buffer], { id: number }>('SELECT id FROM request WHERE hash = ?'),
      insertSchedule: db.prepare<[string]>('INSERT INTO schedule (canonical) VALUES (?) ON CONFLICT DO NOTHING'),
      findSchedule: db.prepare<[string], { id: number }>('SELECT id FROM schedule WHERE canonical = ?'),
      insertScorer: db.prepare(
        'INSERT INTO scorer (fingerprint, schedule_id, precision, provider, numerics) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ),
      findScorer: db.prepare<unknown[], { id: number }>(
        'SELECT id FROM scorer WHERE fingerprint = ? AND schedule_id = ? AND precision = ? AND provider = ? AND numerics = ?',
      ),
      readBlock: db.prepare<[number, number], { data: Buffer }>(
        'SELECT data FROM score_block WHERE scorer_id = ? AND block = ?',
      ),
      writeBlock: db.prepare(
        'INSERT INTO score_block (scorer_id, block, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data',
      ),
    }
  }

  /** Ids of requests by their content hashes, given out in order to those that are new. */
  requestIds(hashes: readonly Buffer[]): number[] {
    return transact(this.db, () =>
      hashes.map((hash) => {
        const known = this.statements.findRequest.get(hash)
        return known?.id ?? Number(this.statements.insertRequest.run(hash).lastInsertRowid)
      }),
    )
  }

  scheduleIds(canonical: readonly string[]): number[] {
    return transact(this.db, () =>
      canonical.map((text) => {
        const known = this.statements.findSchedule.get(text)
        return known?.id ?? Number(this.statements.insertSchedule.run(text).lastInsertRowid)
      }),
    )
  }

  scorerIds(keys: readonly ScorerKey[]): number[] {
    const schedules = this.scheduleIds(keys.map((k) => k.schedule))
    return transact(this.db, () =>
      keys.map((key, i) => {
        const values = [key.fingerprint, schedules[i], key.precision, key.provider, key.numerics]
        const known = this.statements.findScorer.get(...values)
        return known?.id ?? Number(this.statements.insertScorer.run(...values).lastInsertRowid)
      }),
    )
  }

  /** As `scorerIds`, but nothing is stored: undefined where a scorer was never used. */
  findScorers(keys: readonly ScorerKey[]): (number | undefined)[] {
    return keys.map((key) => {
      const schedule = this.statements.findSchedule.get(key.schedule)
      return (
        schedule &&
        this.statements.findScorer.get(key.fingerprint, schedule.id, key.precision, key.provider, key.numerics)?.id
      )
    })
  }

  /** What is stored for these requests. */
  read(scorerId: number, requestIds: readonly number[]): StoredScores {
    const n = requestIds.length
    const out = { loglikelihoods: new Float32Array(n), greedy: new Uint8Array(n), present: new Uint8Array(n) }
    for (const [block, members] of byBlock(requestIds)) {
      const data = this.statements.readBlock.get(scorerId, block)?.data
      if (!data) continue
      for (const i of members) {
        const slot = valueAt(requestIds, i) % SLOTS
        if (!bit(data, slot)) continue
        out.present[i] = 1
        out.greedy[i] = bit(data, SLOTS + slot)
        out.loglikelihoods[i] = data.readFloatLE(2 * BITMAP_BYTES + 4 * slot)
      }
    }
    return out
  }

  /** Adds scores, in one transaction: all of them are stored, or none. */
  add(scorerId: number, requestIds: readonly number[], loglikelihoods: Float32Array, greedy: Uint8Array): void {
    transact(this.db, () => {
      for (const [block, members] of byBlock(requestIds)) {
        const data = this.statements.readBlock.get(scorerId, block)?.data ?? Buffer.alloc(BLOCK_BYTES)
        for (const i of members) {
          const slot = valueAt(requestIds, i) % SLOTS
          setBit(data, slot, true)
          setBit(data, SLOTS + slot, greedy[i] === 1)
          data.writeFloatLE(valueAt(loglikelihoods, i), 2 * BITMAP_BYTES + 4 * slot)
        }
        this.statements.writeBlock.run(scorerId, block, data)
      }
    })
  }
}

/** Indices of requests by the block they lie in. */
function byBlock(requestIds: readonly number[]): Map<number, number[]> {
  const blocks = new Map<number, number[]>()
  requestIds.forEach((id, i) => {
    const block = Math.floor(id / SLOTS)
    const members = blocks.get(block)
    if (members) members.push(i)
    else blocks.set(block, [i])
  })
  return blocks
}

const bit = (data: Buffer, i: number): 0 | 1 => (((valueAt(data, i >> 3) >> (i & 7)) & 1) === 1 ? 1 : 0)

function setBit(data: Buffer, i: number, on: boolean): void {
  const byte = valueAt(data, i >> 3)
  data[i >> 3] = on ? byte | (1 << (i & 7)) : byte & ~(1 << (i & 7))
}
