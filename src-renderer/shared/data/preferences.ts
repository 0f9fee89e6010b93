import { usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import { settingsSchema, type Settings, type SettingsPatch } from '@contract/settings'
import { on, request } from '@/api/bridge'
import { setLanguage } from '@/locales/i18n'
import type { Theme } from '@/theme/tokens'

type Widened<T> = T extends boolean ? boolean : T extends number ? number : string

/** What a person chose, applied at once and stored by the host. */
export const usePreferences = defineStore('preferences', () => {
  const settings = shallowRef<Settings>(settingsSchema.parse({}))
  const systemIsDark = usePreferredDark()
  const theme = computed<Theme>(() =>
    settings.value.theme === 'system' ? (systemIsDark.value ? 'dark' : 'light') : settings.value.theme,
  )
  const language = computed<'en' | 'zh'>(() =>
    settings.value.language === 'system'
      ? navigator.language.toLowerCase().startsWith('zh')
        ? 'zh'
        : 'en'
      : settings.value.language,
  )

  watchEffect(() => {
    document.documentElement.dataset['theme'] = theme.value
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
    setLanguage(language.value)
  })

  async function load(): Promise<void> {
    settings.value = await request('settings.get', {})
  }

  /** What is chosen in another window holds in this one. */
  const watch = (): unknown => on('settings.changed', (now) => (settings.value = now))

  async function change(patch: SettingsPatch): Promise<void> {
    const before = settings.value
    settings.value = { ...before, ...patch }
    try {
      settings.value = await request('settings.set', patch)
    } catch (error) {
      // what could not be kept is not shown as if it were
      settings.value = before
      throw error
    }
  }

  /** How a figure is shown; remembered. */
  const shown = <T extends string | number | boolean>(key: string, fallback: T): Widened<T> =>
    (settings.value.figures[key] ?? fallback) as unknown as Widened<T>
  const show = (key: string, value: string | number | boolean): Promise<void> =>
    change({ figures: { ...settings.value.figures, [key]: value } })

  return { settings, theme, language, load, watch, change, shown, show }
})
