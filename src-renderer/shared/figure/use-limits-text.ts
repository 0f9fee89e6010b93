import { useI18n } from 'vue-i18n'
import { STOPPED_EARLY, type RunDetail } from '@contract/run'
import { useFormat } from '@/shared/format/use-format'
import { rangeOf } from '@/shared/series/documents'
import { limitsOf } from '@/shared/series/source'
import { useCountRange } from './use-count-range'

/** On how many documents a task runs stand, where that is not all that there are: what their badge says; else ''. */
export function useLimitsText(): (runs: readonly RunDetail[]) => string {
  const { t } = useI18n()
  const format = useFormat()
  const range = useCountRange()
  return (runs) => {
    const stopped = runs.filter((r) => STOPPED_EARLY.has(r.entry.status))
    const others = runs.filter((r) => !stopped.includes(r))
    // of one that stopped early those that are measured, not those that were asked for
    const measured = rangeOf(stopped.flatMap((r) => r.measurements.flatMap((m) => (m.nDocs > 0 ? [m.nDocs] : []))))
    const limits = [...limitsOf(others).map((n) => format.count(n)), ...(measured ? [range(measured)] : [])]
    return limits.length === 0 ? '' : t('figures.limited', { n: [...new Set(limits)].join(' + ') })
  }
}
