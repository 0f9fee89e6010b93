import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/format/use-format'
import type { CountRange } from '@/shared/series/documents'

/** A number, or from the least to the most of several, in the page's language. */
export function useCountRange(): (range: CountRange) => string {
  const { t } = useI18n()
  const format = useFormat()
  return ([least, most]) => {
    if (least === most) return format.count(most)
    return t('figures.between', { least: format.count(least), most: format.count(most) })
  }
}
