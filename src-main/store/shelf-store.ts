import { randomUUID } from 'node:crypto'
import type { SavedComparison } from '../../src-preload/contract/comparison'
import type { SavedExperiment } from '../../src-preload/contract/experiment'
import { transact, type Database } from './database'

/** Experiments and comparisons that a person saved under a name. */
export class ShelfStore {
  constructor(private readonly db: Database) {}

  experiments(): SavedExperiment[] {
    return this.db
      .prepare<[], { id: string; name: string; body: string; updatedAt: string }>(
        'SELECT id, name, body, updated_at AS updatedAt FROM experiment WHERE deleted_at IS NULL ORDER BY updated_at DESC',
      )
      .all()
      .map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }))
  }

  saveExperiment(name: string, body: string, id: string = randomUUID()): SavedExperiment {
    const updatedAt = new Date().toISOString()
    transact(this.db, () =>
      this.db
        .prepare(
          'INSERT INTO experiment (id, name, body, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body, updated_at = excluded.updated_at, deleted_at = NULL',
        )
        .run(id, name, body, updatedAt),
    )
    return { id, name, body: JSON.parse(body) as unknown, updatedAt }
  }

  /** Taken from the list; `restore` brings it back. */
  removeExperiment(id: string): void {
    transact(this.db, () =>
      this.db.prepare('UPDATE experiment SET deleted_at = ? WHERE id = ?').run(new Date().toISOString(), id),
    )
  }

  restoreExperiment(id: string): void {
    transact(this.db, () => this.db.prepare('UPDATE experiment SET deleted_at = NULL WHERE id = ?').run(id))
  }

  comparisons(): SavedComparison[] {
    return this.db
      .prepare<[], SavedComparison>(
        'SELECT id, name, address, created_at AS createdAt FROM comparison ORDER BY created_at DESC',
      )
      .all()
  }

  saveComparison(name: string, address: string): SavedComparison {
    const saved = { id: randomUUID(), name, address, createdAt: new Date().toISOString() }
    transact(this.db, () =>
      this.db
        .prepare('INSERT INTO comparison (id, name, address, created_at) VALUES (?, ?, ?, ?)')
        .run(saved.id, name, address, saved.createdAt),
    )
    return saved
  }

  removeComparison(id: string): void {
    transact(this.db, () => this.db.prepare('DELETE FROM comparison WHERE id = ?').run(id))
  }
}
