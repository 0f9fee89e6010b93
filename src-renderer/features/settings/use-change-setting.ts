import type { SettingsPatch } from '@contract/settings'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'

/** Changes settings; what fails is told. */
export function useChangeSetting() {
  const [preferences, notices] = [usePreferences(), useNotices()]
  return (patch: SettingsPatch): Promise<unknown> => notices.attempt(() => preferences.change(patch))
}
