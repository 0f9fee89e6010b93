import { useI18n } from 'vue-i18n'
import type { RunDetail } from '@contract/run'

/** The sentence that names runs of which the values may still move; '' where there are none. */
export function useUnfinished(): (runs: readonly RunDetail[]) => string {
  const { t } = useI18n()
  return (runs) => {
    const open = runs.filter((r) => r.entry.status !== 'done')
    if (open.length === 0) return ''
    const named = open.map(({ entry }) => `${entry.run} (${t(`status.${entry.status}`).toLowerCase()})`)
    return t('figures.captionUnfinished', { runs: named.join(', ') })
  }
}
