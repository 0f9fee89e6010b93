import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Report, ReportBlock, ReportContent } from '@contract/report'
import { useLatest } from '@/shared/composables/use-latest'
import { useNotices } from '@/shared/data/notices'
import { useReports } from '@/shared/data/reports'
import { useRuns } from '@/shared/data/runs'
import { methodContent, runsOfBlocks } from './method'
import { freeKey } from '@/shared/report/content'

/** One report: its blocks as the host keeps them, and what is done with them. Every change is kept at once. */
export function useReport(id: () => string) {
  const { t } = useI18n()
  const [reports, runs, notices] = [useReports(), useRuns(), useNotices()]
  const report = shallowRef<Report | null>(null)
  const missing = ref('')
  const { ask } = useLatest()
  const load = (): Promise<void> =>
    ask(
      () => reports.get(id()),
      (answer) => {
        report.value = answer
        missing.value = ''
      },
      (cause) => {
        report.value = null
        missing.value = cause instanceof Error ? cause.message : String(cause)
      },
    )
  watch(
    id,
    (wanted) => {
      report.value = null
      if (wanted !== '') void load()
    },
    { immediate: true },
  )
  watch(
    () => reports.changed,
    (told) => {
      if (told?.report === id()) void load()
    },
  )

  const blocks = computed(() => report.value?.blocks ?? [])
  const at = (block: string): number => blocks.value.findIndex((b) => b.id === block)

  const add = (content: ReportContent, before: string | null = null): Promise<ReportBlock | undefined> =>
    notices.attempt(() => reports.add(id(), content, before))

  /**
   * What another window wrote meanwhile stays; what was written here is offered.
   *
   * @param block as it was when its content was changed
   * @returns the block as it is kept now; null where it is another's
   */
  async function change(block: ReportBlock, content: ReportContent): Promise<ReportBlock | null> {
    if (JSON.stringify(content) === JSON.stringify(block.content)) return block
    const kept = await notices.attempt(() => reports.change(block.id, content, block.revision))
    if (kept === null) notices.say(t('reports.changedElsewhere'), () => takeMine(block.id, content))
    return kept ?? null
  }
  async function takeMine(block: string, content: ReportContent): Promise<void> {
    const { blocks: now } = await reports.get(id())
    const present = now.find((b) => b.id === block)
    if (present) await reports.change(block, content, present.revision)
  }

  /** One place up or down. */
  const step = (block: string, by: 1 | -1): Promise<unknown> =>
    notices.attempt(async () => {
      const i = at(block)
      if (i < 0 || i + by < 0 || i + by >= blocks.value.length) return
      await reports.move(block, blocks.value[by < 0 ? i - 1 : i + 2]?.id ?? null)
    })
  const moveBefore = (block: string, before: string | null): Promise<unknown> =>
    notices.attempt(() => reports.move(block, before))

  const duplicate = (block: ReportBlock): Promise<unknown> =>
    notices.attempt(async () => {
      const below = blocks.value[at(block.id) + 1]?.id ?? null
      const { content } = block
      const keys = new Set(blocks.value.flatMap((b) => ('key' in b.content ? [b.content.key] : [])))
      await add('key' in content ? { ...content, key: freeKey(content.key, keys) } : content, below)
    })

  const remove = (block: string): Promise<unknown> =>
    notices.attempt(async () => {
      await reports.removeBlock(block)
      notices.say(t('reports.blockRemoved'), async () => void (await reports.restoreBlock(block)))
    })

  /** How the runs of its figures and tables were made, as it is known now. */
  const addMethod = (): Promise<unknown> =>
    notices.attempt(async () => {
      const wanted = runsOfBlocks(blocks.value).filter((r) => report.value?.missingRuns.includes(r) !== true)
      const details = wanted.length > 0 ? await runs.details(wanted) : []
      await add(methodContent(details, new Date().toISOString()))
    })

  return { report, missing, blocks, add, change, step, moveBefore, duplicate, remove, addMethod }
}
