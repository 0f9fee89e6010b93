import { useI18n } from 'vue-i18n'
import type { PairedComparison, Side } from '@contract/comparison'
import type { RunDetail } from '@contract/run'
import { useUnfinished } from '@/shared/figure/use-unfinished'
import { sentences } from '@/shared/format/sentences'
import { useFormat } from '@/shared/format/use-format'
import type { ReadTable } from '@/shared/series/read-table'
import type { Table } from '@/shared/series/table'
import { resultsFileName } from '@/shared/format/file-name'
import { pairedData, pairedLatex, type PairedWords } from './paired-data'
import { pairedReading } from './paired-reading'
import { modelsOf, planOfSide } from './sides'
import { useSideNames } from './use-side-names'

interface Paired {
  /** null while it is computed. */
  readonly paired: PairedComparison | null
  readonly details: readonly RunDetail[]
  readonly a: Side
  readonly b: Side
}

/** The paired statistics that are shown, as they leave the app. */
export function usePairedData(shown: () => Paired) {
  const { t } = useI18n()
  const format = useFormat()
  const { nameOf } = useSideNames(shown)
  const unfinished = useUnfinished()

  function table(): Table {
    const { paired, details, a, b } = shown()
    return pairedData(paired?.rows ?? [], details, a, b)
  }
  function words(): PairedWords {
    const { paired, details, a, b } = shown()
    const compared = details.filter((d) => [a.run, b.run].includes(d.entry.run))
    const method =
      paired && t('compare.method', { draws: format.count(paired.bootstrapDraws), seed: paired.bootstrapSeed })
    return {
      caption: sentences([t('compare.sides', { a: nameOf(a), b: nameOf(b) }), method ?? '', unfinished(compared)]),
      task: t('figures.task'),
      metric: t('figures.metric'),
      interval: t('compare.interval'),
      holm: t('compare.holm'),
      rightToWrong: t('compare.rightToWrong'),
      wrongToRight: t('compare.wrongToRight'),
      value: (v, { metric }) => format.metric(v, metric),
      delta: (v, { metric }) => format.delta(v, metric),
      p: format.p,
    }
  }
  const latex = (): string => pairedLatex(shown().paired?.rows ?? [], words())
  function name(): string {
    const { details, a, b, paired } = shown()
    const plans = [...new Set([a, b].map((side) => planOfSide(details, side)))].map((plan) =>
      plan.replaceAll(/[^A-Za-z0-9.=-]+/g, '-'),
    )
    const tasks = [...new Set(paired?.rows.map((r) => r.task) ?? [])]
    return resultsFileName(
      `compare_${plans.map((p) => p.replaceAll(/^-|-$/g, '')).join('_')}`,
      modelsOf(details, [a, b]),
      tasks,
    )
  }
  /** As a report shows them. */
  const reading = (): ReadTable => {
    const { paired, a, b } = shown()
    const read = pairedReading(paired?.rows ?? [], words())
    return { name: name(), ...read, data: table(), runs: [...new Set([a.run, b.run])] }
  }
  return { name, table, latex, reading }
}
