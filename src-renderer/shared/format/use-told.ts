import { useI18n } from 'vue-i18n'
import type { Sentence } from '@contract/errors'

/** What the host or the plan notation tells, in the page's language: the English sentence, or that of the code (locales/zh/told.ts). */
export function useTold(): (told: Sentence) => string {
  const words = useI18n()
  return ({ code, message, data }) => {
    const key = `told.${code}`
    return words.te(key, words.locale.value) ? words.t(key, { ...data, detail: message }) : message
  }
}
