import { useI18n } from 'vue-i18n'
import type { RunDetail } from '@contract/run'
import { useUnfinished } from '@/shared/figure/use-unfinished'
import { sentences } from '@/shared/format/sentences'
import { useFormat } from '@/shared/format/use-format'
import type { ReadTable } from '@/shared/series/read-table'
import type { Table } from '@/shared/series/table'
import { runData, runLatex, runReading, type RunWords } from './run-data'
import { metricOf } from './use-run'

/** A run's plans by tasks, as they leave the app. */
export function useRunData(shown: () => RunDetail) {
  const { t } = useI18n()
  const format = useFormat()
  const unfinished = useUnfinished()
  const table = (): Table => runData(shown())
  const words = (run: RunDetail): RunWords => ({
    caption: sentences([`${run.entry.name}, ${run.model.name}.`, unfinished([run])]),
    plan: t('designer.plan'),
    metricOf: (task) => metricOf(run, task),
    value: format.metric,
    error: format.error,
  })
  const latex = (): string => runLatex(shown(), words(shown()))
  /** As a report shows them. */
  const reading = (): ReadTable => {
    const run = shown()
    return { name: 'run', ...runReading(run, words(run)), data: table(), runs: [run.entry.run] }
  }
  return { table, latex, reading }
}
