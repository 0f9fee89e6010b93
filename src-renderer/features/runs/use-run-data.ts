import { useI18n } from 'vue-i18n'
import type { RunDetail } from '@contract/run'
import { useFormat } from '@/shared/format/use-format'
import type { Table } from '@/shared/series/table'
import { runData, runLatex } from './run-data'
import { metricOf } from './use-run'

/** A run's plans by tasks, as they leave the app. */
export function useRunData(shown: () => RunDetail) {
  const { t } = useI18n()
  const format = useFormat()
  const table = (): Table => runData(shown())
  const latex = (): string => {
    const run = shown()
    return runLatex(run, {
      caption: `${run.entry.name}, ${run.model.name}`,
      plan: t('designer.plan'),
      metricOf: (task) => metricOf(run, task),
      value: format.metric,
      error: format.error,
    })
  }
  return { table, latex }
}
