import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/format/use-format'
import type { ReportWords } from './printed'

/** What a report says by itself, in the page's language. */
export function useReportWords() {
  const { t } = useI18n()
  const format = useFormat()
  return computed<ReportWords>(() => ({
    figure: (n) => t('reports.figure', { n }),
    table: (n) => t('reports.table', { n }),
    method: t('reports.method'),
    data: t('reports.data'),
    page: (n, of) => `${n} / ${of}`,
    facts: {
      state: t('reports.fact.state'),
      unfinished: ({ status, measured, asked }) =>
        t('reports.fact.unfinished', {
          status: t(`status.${status}`),
          n: format.count(measured),
          of: format.count(asked),
        }),
      model: t('reports.fact.model'),
      layers: t('reports.fact.layers'),
      device: t('reports.fact.device'),
      bos: t('reports.fact.bos'),
      noBos: t('reports.fact.noBos'),
      tasks: t('reports.fact.tasks'),
      plans: t('reports.fact.plans'),
      started: t('reports.fact.started'),
      versions: t('reports.fact.versions'),
    },
  }))
}
