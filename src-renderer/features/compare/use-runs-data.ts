import { useI18n } from 'vue-i18n'
import type { RunsTable } from '@contract/comparison'
import { sentences } from '@/shared/format/sentences'
import { resultsFileName } from '@/shared/format/file-name'
import { useFormat } from '@/shared/format/use-format'
import type { ReadTable } from '@/shared/series/read-table'
import type { Table } from '@/shared/series/table'
import { runsData, runsLatex, type RunsWords } from './runs-data'
import { runsReading } from './runs-reading'
import { affectedOf, hasOtherDocuments, isApart, type ComparedRow, type ComparedRun } from './runs-table'

interface Shown {
  readonly table: RunsTable | null
  readonly rows: readonly ComparedRow[]
  readonly order: readonly ComparedRun[]
  readonly baseline: string
  /** Of a run's model. */
  readonly layersOf: (run: string) => number
}

/** The rows of compared runs that are shown, as they leave the app. */
export function useRunsData(shown: () => Shown) {
  const { t } = useI18n()
  const format = useFormat()
  function table(): Table {
    const { table: all, rows, order, baseline } = shown()
    return runsData(all, rows, order, baseline)
  }
  /** What of the table needs a sentence. */
  const hasOther = (): boolean =>
    shown().rows.some((row) => hasOtherDocuments(row, shown().order) || isAnyApart(row, shown().order))
  const isAnyApart = (row: ComparedRow, order: readonly ComparedRun[]): boolean =>
    order.some((run) => isApart(row, run, order[0]))
  const hasOtherAffected = (): boolean => {
    const { rows, order } = shown()
    return rows.some((row) => order.some((run) => affectedOf(row, run, order) !== null))
  }
  /** A run's model with its layers, where the runs have several. */
  function modelText({ run, model }: ComparedRun): string {
    const { order, layersOf } = shown()
    if (new Set(order.map((r) => `${r.model} ${layersOf(r.run)}`)).size < 2) return ''
    return t('compare.modelWith', { model, layers: t('count.layers', { n: layersOf(run) }, layersOf(run)) })
  }
  const words = (): RunsWords => ({
    caption: sentences([
      t('compare.tableCaption', { name: shown().order[0]?.name ?? '' }),
      ...(hasOther() ? [t('compare.tableOther')] : []),
      ...(hasOtherAffected() ? [t('compare.otherAffected')] : []),
    ]),
    plan: t('designer.plan'),
    task: t('figures.task'),
    metric: t('figures.metric'),
    run: (run) => [run.name, modelText(run)].filter(Boolean).join(', '),
    value: (v, { metric }) => format.metric(v, metric),
    error: (v, { metric }) => format.error(v, metric),
    delta: (v, { metric }) => format.delta(v, metric),
  })
  function name(): string {
    const { rows, order } = shown()
    const models = [...new Set(order.map((r) => r.model))]
    return resultsFileName('compare_runs', models, [...new Set(rows.map((r) => r.task))])
  }
  const latex = (): string => runsLatex(shown().rows, shown().order, words())
  /** As a report shows them. */
  const reading = (): ReadTable => {
    const { table: all, rows, order } = shown()
    const read = runsReading(all, rows, order, words())
    return { name: name(), ...read, data: table(), runs: order.map((r) => r.run) }
  }
  return { name, modelText, table, latex, reading, hasOtherAffected }
}
