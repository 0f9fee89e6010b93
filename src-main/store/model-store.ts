import type { ModelInfo } from '../../src-preload/contract/model'
import { LabError } from '../../src-preload/contract/errors'
import { transact, type Database } from './database'

export interface RegisteredModel {
  readonly name: string
  readonly path: string
  readonly fingerprint: string
  readonly info: Omit<ModelInfo, 'fits'>
  readonly nRuns: number
}

/** Models that were measured, and the library of names for them. */
export class ModelStore {
  constructor(private readonly db: Database) {}

  remember(info: Omit<ModelInfo, 'fits'>): void {
    transact(this.db, () =>
      this.db
        .prepare(
          'INSERT INTO model (fingerprint, name, family, n_layers, info) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET info = excluded.info',
        )
        .run(info.fingerprint, info.name, info.family, info.nLayers, JSON.stringify(info)),
    )
  }

  /** Of a model that was remembered; runs refer to no other. */
  describe(fingerprint: string): { readonly family: string; readonly nLayers: number } {
    const found = this.db
      .prepare<[string], { family: string; nLayers: number }>(
        'SELECT family, n_layers AS nLayers FROM model WHERE fingerprint = ?',
      )
      .get(fingerprint)
    if (!found) throw new LabError('internal', `no model ${fingerprint} is remembered`)
    return found
  }

  /** Registers a path under a name; the same content under the same name is registered anew at its present place. */
  add(name: string, path: string, fingerprint: string): void {
    transact(this.db, () => {
      const held = this.db
        .prepare<[string], { fingerprint: string }>('SELECT fingerprint FROM library_model WHERE name = ?')
        .get(name)
      if (held && held.fingerprint !== fingerprint) {
        throw new LabError(
          'model.name-taken',
          `the library has another model called ${name}; give this one its own name with --name`,
          { name },
        )
      }
      this.db
        .prepare(
          'INSERT INTO library_model (name, path, fingerprint, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET path = excluded.path',
        )
        .run(name, path, fingerprint, new Date().toISOString())
    })
  }

  find(name: string): RegisteredModel | undefined {
    return this.list().find((m) => m.name === name)
  }

  list(): RegisteredModel[] {
    return this.db
      .prepare<[], { name: string; path: string; fingerprint: string; info: string; nRuns: number }>(
        `SELECT l.name, l.path, l.fingerprint, m.info, (SELECT count(*) FROM run r WHERE r.fingerprint = l.fingerprint AND r.deleted_at IS NULL) AS nRuns
         FROM library_model l JOIN model m ON m.fingerprint = l.fingerprint ORDER BY l.name`,
      )
      .all()
      .map((row) => ({ ...row, info: JSON.parse(row.info) as RegisteredModel['info'] }))
  }

  rename(name: string, to: string): void {
    transact(this.db, () => {
      const taken = this.find(to)
      if (taken && to !== name)
        throw new LabError('model.name-taken', `the library has another model called ${to}; choose another name`, {
          name: to,
        })
      if (this.db.prepare('UPDATE library_model SET name = ? WHERE name = ?').run(to, name).changes === 0)
        throw new LabError('store.unknown-model', `the library has no model ${name}`, { name })
    })
  }

  /** Forgets a name; the person's files are not touched, and runs keep the model's description. */
  remove(name: string): boolean {
    return transact(this.db, () => this.db.prepare('DELETE FROM library_model WHERE name = ?').run(name).changes > 0)
  }

  /** The fingerprint found for files that have not changed since (`stamp`: their sizes and times). */
  stampedFingerprint(path: string, stamp: string): string | undefined {
    return this.db
      .prepare<[string, string], { fingerprint: string }>(
        'SELECT fingerprint FROM fingerprint_stamp WHERE path = ? AND stamp = ?',
      )
      .get(path, stamp)?.fingerprint
  }

  stampFingerprint(path: string, stamp: string, fingerprint: string): void {
    transact(this.db, () =>
      this.db
        .prepare(
          'INSERT INTO fingerprint_stamp (path, stamp, fingerprint) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp, fingerprint = excluded.fingerprint',
        )
        .run(path, stamp, fingerprint),
    )
  }
}
