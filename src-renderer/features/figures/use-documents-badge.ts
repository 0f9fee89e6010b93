import { useI18n } from 'vue-i18n'
import { useCountRange } from '@/shared/figure/use-count-range'
import { useFormat } from '@/shared/format/use-format'
import { documentsDrawn } from '@/shared/series/documents'
import type { Point } from '@/shared/series/line'
import type { Scored } from '@/shared/series/scored'
import { documentCounts } from './score-choice'

/** On how many documents a task a figure stands, where that is not all that there are: what its badge says. */
export function useDocumentsBadge(): (scored: Scored, points: readonly Point[], tasks: readonly string[]) => string {
  const { t } = useI18n()
  const format = useFormat()
  const range = useCountRange()
  return (scored, points, tasks) => {
    const { all, half, isWhole } = documentsDrawn(points)
    const drawn = all ?? half
    if (!drawn) return ''
    if (!isWhole) return t('figures.limited', { n: range(drawn) })
    const limits = documentCounts(scored, tasks)
    const n = limits.map((limit) => format.count(limit)).join(' + ')
    if (n === '') return ''
    return t(scored.runs.length > 1 ? 'figures.limitedSame' : 'figures.limited', { n })
  }
}
