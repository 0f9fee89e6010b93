import { transact, type Database } from './database'

/** What was trained for one scorer on one task. */
export interface StoredAdaptation {
  readonly fingerprint: string
  readonly recipe: unknown
  /** A safetensors file's bytes. */
  readonly weights: Buffer
  readonly losses: readonly number[]
}

interface Row {
  readonly fingerprint: string
  readonly recipe: string
  readonly weights: Buffer
  readonly losses: Buffer
}

/** Adaptations by content: none is trained twice, whichever run asked for it. */
export class AdaptationStore {
  private readonly statements

  constructor(private readonly db: Database) {
    this.statements = {
      find: db.prepare<[number, string], Row>(
        'SELECT fingerprint, recipe, weights, losses FROM adaptation WHERE scorer_id = ? AND task_fingerprint = ?',
      ),
      add: db.prepare(
        `INSERT INTO adaptation (scorer_id, task_fingerprint, fingerprint, recipe, weights, losses) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, recipe = excluded.recipe, weights = excluded.weights,
         losses = excluded.losses`,
      ),
    }
  }

  /** null where none was trained. */
  read(scorerId: number, taskFingerprint: string): StoredAdaptation | null {
    const found = this.statements.find.get(scorerId, taskFingerprint)
    if (!found) return null
    const { fingerprint, recipe, weights, losses } = found
    return {
      fingerprint,
      recipe: JSON.parse(recipe),
      weights,
      losses: Array.from({ length: losses.length / 8 }, (_, i) => losses.readDoubleLE(8 * i)),
    }
  }

  add(scorerId: number, taskFingerprint: string, { fingerprint, recipe, weights, losses }: StoredAdaptation): void {
    const bytes = Buffer.from(Float64Array.from(losses).buffer)
    transact(this.db, () =>
      this.statements.add.run(scorerId, taskFingerprint, fingerprint, JSON.stringify(recipe), weights, bytes),
    )
  }
}
