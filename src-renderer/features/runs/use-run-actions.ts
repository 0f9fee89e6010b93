import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useNotices } from '@/shared/data/notices'
import { useRuns } from '@/shared/data/runs'

/** What can be done with saved runs, each with a way back. */
export function useRunActions() {
  const { t } = useI18n()
  const router = useRouter()
  const [runs, notices] = [useRuns(), useNotices()]
  return {
    resume: (run: string) => notices.attempt(() => runs.resume(run)),
    pause: (run: string) => notices.attempt(() => runs.pause(run)),
    cancel: (run: string) => notices.attempt(() => runs.cancel(run)),
    remove: (ids: readonly string[]) =>
      notices.attempt(async () => {
        await runs.remove(ids)
        notices.say(t('runs.deleted', { n: ids.length }, ids.length), async () => void (await runs.restore(ids)))
      }),
    archive: (ids: readonly string[], archived: boolean) =>
      notices.attempt(async () => {
        await runs.edit(ids, { archived })
        notices.say(
          archived
            ? t('runs.archived', { n: ids.length }, ids.length)
            : t('runs.unarchived', { n: ids.length }, ids.length),
          async () => void (await runs.edit(ids, { archived: !archived })),
        )
      }),
    rename: (run: string, name: string) => notices.attempt(() => runs.edit([run], { name })),
    note: (run: string, note: string) => notices.attempt(() => runs.edit([run], { note })),
    tag: (ids: readonly string[], add: readonly string[], remove: readonly string[] = []) =>
      notices.attempt(() => runs.edit(ids, { addTags: [...add], removeTags: [...remove] })),
    compare: (ids: readonly string[]) => router.push(`/compare?runs=${ids.join(',')}`),
    figures: (ids: readonly string[], figure = '11') => router.push(`/figures/${figure}?runs=${ids.join(',')}`),
  }
}
