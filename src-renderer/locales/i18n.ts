import { createI18n } from 'vue-i18n'
import { en } from './en'
import { told as toldInEnglish } from './en/told'
import { zh } from './zh'
import { told } from './zh/told'

export type Language = 'en' | 'zh'

/** BCP 47 tags for Intl: numbers and dates follow the language. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' }

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: { ...en, told: toldInEnglish } as typeof en, zh: { ...zh, told } as unknown as typeof en },
  missingWarn: false,
  fallbackWarn: false,
})

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
}
