import { computed } from 'vue'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'
import { readReferences } from '@/shared/series/reference'
import type { LaidReference } from './definitions/laid-reference'

/** A reference that a person laid under a figure; remembered until it is taken away. */
export function useReferences(figure: () => string) {
  const [preferences, notices] = [usePreferences(), useNotices()]
  const key = computed(() => `reference.${figure()}`)
  const held = computed<LaidReference | null>(() => {
    const found = JSON.parse(preferences.shown(key.value, 'null')) as Partial<LaidReference> | null
    // what it was laid under was not always kept: without it nobody can say whether it fits
    return found?.under ? (found as LaidReference) : null
  })
  const keep = (value: LaidReference | null): Promise<unknown> =>
    notices.attempt(() => preferences.show(key.value, JSON.stringify(value)))
  const add = (file: File, under: LaidReference['under']): Promise<unknown> =>
    notices.attempt(async () =>
      keep({ file: file.name, references: readReferences(await file.text(), file.name), under }),
    )
  return { held, add, remove: () => keep(null) }
}
