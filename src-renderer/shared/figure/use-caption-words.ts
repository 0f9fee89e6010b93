import { useI18n } from 'vue-i18n'
import type { ShownMetric } from '@contract/format/shown-metric'
import { usePreferences } from '@/shared/data/preferences'
import { useFormat } from '@/shared/format/use-format'
import type { CaptionWords } from './caption'
import { useCountRange } from './use-count-range'

/** The words that captions are made with, in the page's language. */
export function useCaptionWords(): (metric: ShownMetric) => CaptionWords {
  const { t } = useI18n()
  const format = useFormat()
  const preferences = usePreferences()
  const range = useCountRange()
  return (metric) => ({
    layers: (n) => t('count.layers', { n }, n),
    documents: (n) => t('figures.captionDocuments', { n }),
    range,
    status: (status) => t(`status.${status}`).toLowerCase(),
    date: format.time(new Date().toISOString()),
    value: (v) => format.metric(v, metric),
    band: t(`figures.band.${preferences.shown('band', 'sd')}`),
  })
}
