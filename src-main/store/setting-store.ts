import { settingsSchema, type Settings, type SettingsPatch } from '../../src-preload/contract/settings'
import { transact, type Database } from './database'

const SETTINGS = 'settings'
const DRAFT = 'draft'

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

  draft(): string | null {
    return this.read(DRAFT)
  }

  setDraft(body: string): void {
    this.write(DRAFT, body)
  }

  private read(key: string): string | null {
    return (
      this.db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?').get(key)?.value ?? null
    )
  }

  private write(key: string, value: string): void {
    transact(this.db, () =>
      this.db
        .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
        .run(key, value),
    )
  }
}
