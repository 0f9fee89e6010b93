import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import type { FigureContent, TableContent } from '@contract/report'
import { useNotices } from '@/shared/data/notices'
import { useReports } from '@/shared/data/reports'
import { freeKey } from './content'

type Made = (origin: { readonly address: string; readonly takenAt: string }) => FigureContent | TableContent

/** Puts a copy of what a screen shows at the end of a report. */
export function useAddToReport() {
  const { t } = useI18n()
  const route = useRoute()
  const [reports, notices] = [useReports(), useNotices()]

  /** @param report null: a new one */
  const add = (report: string | null, made: Made): Promise<unknown> =>
    notices.attempt(async () => {
      const { id, name } = reports.reports.find((r) => r.id === report) ?? (await reports.create(t('reports.untitled')))
      const { blocks } = await reports.get(id)
      const keys = new Set(blocks.flatMap(({ content }) => ('key' in content ? [content.key] : [])))
      const content = made({ address: route.fullPath, takenAt: new Date().toISOString() })
      const block = await reports.add(id, { ...content, key: freeKey(content.key, keys) })
      notices.say(t('reports.added', { name }), async () => void (await reports.removeBlock(block.id)))
    })
  return { reports, add }
}
