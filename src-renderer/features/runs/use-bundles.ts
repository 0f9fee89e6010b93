import { useI18n } from 'vue-i18n'
import { useHost } from '@/shared/data/host'
import { useNotices } from '@/shared/data/notices'
import { useRuns } from '@/shared/data/runs'
import { useFormat } from '@/shared/format/use-format'
import { usePathChoice } from '@/shared/ui/use-path-choice'

/** Runs as one file, written to a folder that is asked for. */
export function useBundling() {
  const { t } = useI18n()
  const [runs, notices] = [useRuns(), useNotices()]
  const { isOpen, ask, chosen } = usePathChoice()
  const bundle = (ids: readonly string[]): Promise<unknown> =>
    notices.attempt(async () => {
      const folder = await ask('folder')
      if (folder === null) return
      const { path } = await runs.bundle(ids, folder)
      notices.say(t('runs.bundled', { path }))
    })
  return { isAsking: isOpen, chosen, bundle }
}

/** Runs out of such a file, added to those that are here. */
export function useBundleImport() {
  const { t } = useI18n()
  const format = useFormat()
  const [host, runs, notices] = [useHost(), useRuns(), useNotices()]
  const { isOpen, ask, chosen } = usePathChoice()
  const importBundle = (): Promise<unknown> =>
    notices.attempt(async () => {
      const path = await ask('database')
      if (path === null) return
      const added = await host.mergeBackup(path)
      await runs.refresh()
      notices.say(
        added.runs === 0 ? t('runs.nothingNew') : t('runs.imported', { n: format.count(added.runs) }, added.runs),
      )
    })
  return { isAsking: isOpen, chosen, importBundle }
}
