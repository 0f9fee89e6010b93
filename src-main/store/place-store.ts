import { subjectKey } from '../../src-preload/contract/common-scores'
import { transact, type Database } from './database'

type Kind = 'subject' | 'task'
type Condition = Parameters<typeof subjectKey>[0]

interface ConditionRow {
  readonly fingerprint: string
  readonly precision: string
  readonly addBos: number
  readonly tokenizer: string
}

/**
 * Which place each model and each task has for the store's life: in the order of their first runs. Its letter, dash and symbol
 * are of this place, so that they are the same in every figure, whatever else is shown. A place is never given again, not even
 * when its runs are deleted.
 */
export class PlaceStore {
  constructor(private readonly db: Database) {}

  /** Of a model under one condition. */
  subject(condition: Condition): number {
    return this.placesOf('subject', [subjectKey(condition)])[0] as number
  }

  tasks(names: readonly string[]): readonly number[] {
    return this.placesOf('task', names)
  }

  private placesOf(kind: Kind, names: readonly string[]): readonly number[] {
    const held = this.read(kind)
    const found = names.map((name) => held.indexOf(name))
    return found.every((place) => place >= 0) ? found : this.assign(kind, names)
  }

  /** Those of earlier runs come first, whichever is asked for first. */
  private assign(kind: Kind, names: readonly string[]): readonly number[] {
    return transact(this.db, () => {
      const all = [...new Set([...this.read(kind), ...this.history(kind), ...names])]
      this.db
        .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
        .run(`places-${kind}`, JSON.stringify(all))
      return names.map((name) => all.indexOf(name))
    })
  }

  private read(kind: Kind): readonly string[] {
    const row = this.db
      .prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?')
      .get(`places-${kind}`)
    return row ? (JSON.parse(row.value) as string[]) : []
  }

  private history(kind: Kind): readonly string[] {
    if (kind === 'task')
      return this.db
        .prepare<[], { task: string }>(
          'SELECT task FROM run_task JOIN run ON run.id = run_id ORDER BY created_at, run.id, ordinal',
        )
        .all()
        .map((r) => r.task)
    return this.db
      .prepare<[], ConditionRow>(
        'SELECT fingerprint, precision, add_bos AS addBos, tokenizer FROM run ORDER BY created_at, id',
      )
      .all()
      .map(({ fingerprint, precision, addBos, tokenizer }) =>
        subjectKey({ model: { fingerprint }, precision, addBos: addBos === 1, tokenizer }),
      )
  }
}
