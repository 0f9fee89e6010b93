import { computed } from 'vue'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'
import { readReferences, type Reference } from '@/shared/series/reference'

interface Held {
  readonly file: string
  readonly references: readonly Reference[]
}

/** A reference that a person laid under a figure; remembered until it is taken away. */
export function useReferences(figure: () => string) {
  const [preferences, notices] = [usePreferences(), useNotices()]
  const key = computed(() => `reference.${figure()}`)
  const held = computed<Held | null>(() => JSON.parse(preferences.shown(key.value, 'null')) as Held | null)
  const keep = (value: Held | null): Promise<unknown> =>
    notices.attempt(() => preferences.show(key.value, JSON.stringify(value)))
  const add = (file: File): Promise<unknown> =>
    notices.attempt(async () => keep({ file: file.name, references: readReferences(await file.text(), file.name) }))
  return { held, add, remove: () => keep(null) }
}
