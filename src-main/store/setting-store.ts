import { settingsSchema, type Settings, type SettingsPatch } from '../../src-preload/contract/settings'
import type { StoredDraft } from '../../src-preload/contract/experiment'
import { transact, type Database } from './database'

const SETTINGS = 'settings'
const DRAFT = 'draft'
const DRAFT_ID = 'draft-id'

/** What a person chose, and the experiment that is being drawn. */
export class SettingStore {
  constructor(private readonly db: Database) {}

  /** Stored settings; what a later version no longer understands falls back to its default. */
  settings(): Settings {
    const stored = this.read(SETTINGS)
    const values = stored === null ? {} : (JSON.parse(stored) as Record<string, unknown>)
    const fit = Object.fromEntries(
      Object.entries(values).filter(
        ([key, value]) =>
          key in settingsSchema.shape && settingsSchema.shape[key as keyof Settings].safeParse(value).success,
      ),
    )
    return settingsSchema.parse(fit)
  }

  /** What the patch lacks stays, and so does what it has as undefined. */
  change(patch: SettingsPatch): Settings {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    return transact(this.db, () => {
      const next = settingsSchema.parse({ ...this.settings(), ...given })
      this.write(SETTINGS, JSON.stringify(next))
      return next
    })
  }

  draft(): StoredDraft | null {
    const body = this.read(DRAFT)
    return body === null ? null : { body, id: this.read(DRAFT_ID) }
  }

  /**
   * Keeps a draft that was made of the one of id `base`.
   * @returns false where another is kept by now: it is not overwritten
   */
  setDraft({ body, id }: StoredDraft & { readonly id: string }, base: string | null): boolean {
    return transact(this.db, () => {
      if (this.read(DRAFT_ID) !== base) return false
      this.write(DRAFT, body)
      this.write(DRAFT_ID, id)
      return true
    })
  }

  private read(key: string): string | null {
    return (
      this.db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?').get(key)?.value ?? null
    )
  }

  /** Within a transaction. */
  private write(key: string, value: string): void {
    this.db
      .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(key, value)
  }
}
