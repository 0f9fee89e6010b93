import { useI18n } from 'vue-i18n'
import { usePreferences } from '@/shared/data/preferences'
import { useCountRange } from '@/shared/figure/use-count-range'
import { useFormat } from '@/shared/format/use-format'
import type { CaptionWords } from './definitions/caption'

/** The words that captions are made with, in the page's language. */
export function useCaptionWords(): () => CaptionWords {
  const { t } = useI18n()
  const format = useFormat()
  const preferences = usePreferences()
  const range = useCountRange()
  return () => ({
    layers: (n) => t('count.layers', { n }, n),
    documents: (n) => t('figures.captionDocuments', { n }),
    range,
    date: format.time(new Date().toISOString()),
    band: t(`figures.band.${preferences.shown('band', 'sd')}`),
  })
}
