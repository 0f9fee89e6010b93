import { useI18n } from 'vue-i18n'
import type { RunsTable } from '@contract/comparison'
import { useFormat } from '@/shared/format/use-format'
import type { ReadTable } from '@/shared/series/read-table'
import type { Table } from '@/shared/series/table'
import { runsData, runsLatex, type RunsWords } from './runs-data'
import { runsReading } from './runs-reading'
import { documentsOf, isApart, type ComparedRow, type ComparedRun } from './runs-table'

interface Shown {
  readonly table: RunsTable | null
  readonly rows: readonly ComparedRow[]
  readonly order: readonly ComparedRun[]
  readonly baseline: string
}

/** The rows of compared runs that are shown, as they leave the app. */
export function useRunsData(shown: () => Shown) {
  const { t } = useI18n()
  const format = useFormat()
  function table(): Table {
    const { table: all, rows, order, baseline } = shown()
    return runsData(all, rows, order, baseline)
  }
  const hasOther = (): boolean => {
    const { rows, order } = shown()
    return rows.some((row) => order.some((run) => isApart(row, run, order[0]) || documentsOf(row, run) !== null))
  }
  const words = (): RunsWords => ({
    caption: [
      t('compare.tableCaption', { name: shown().order[0]?.name ?? '' }),
      ...(hasOther() ? [t('compare.tableOther')] : []),
    ].join(' '),
    plan: t('designer.plan'),
    task: t('figures.task'),
    metric: t('figures.metric'),
    run: ({ name, model }) =>
      new Set(shown().order.map((r) => r.model)).size > 1 && !name.includes(model) ? `${name} (${model})` : name,
    value: (v, { metric }) => format.metric(v, metric),
    error: (v, { metric }) => format.error(v, metric),
    delta: (v, { metric }) => format.delta(v, metric),
  })
  const latex = (): string => runsLatex(shown().rows, shown().order, words())
  /** As a report shows them. */
  const reading = (): ReadTable => {
    const { table: all, rows, order } = shown()
    const read = runsReading(all, rows, order, words())
    return { name: 'compare_runs', ...read, data: table(), runs: order.map((r) => r.run) }
  }
  return { table, latex, reading }
}
