import { computed, type WritableComputedRef } from 'vue'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'

/** One of a few, remembered under `key`; the first where nothing, or none of them, was remembered. */
export function useShownChoice<const T extends string>(
  key: string,
  options: readonly [T, ...T[]],
): WritableComputedRef<T> {
  const [preferences, notices] = [usePreferences(), useNotices()]
  const [first] = options
  return computed({
    get: () => {
      const remembered: string = preferences.shown<string>(key, first)
      return options.find((o) => o === remembered) ?? first
    },
    set: (value) => void notices.attempt(() => preferences.show(key, value)),
  })
}
