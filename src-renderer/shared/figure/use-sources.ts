import { ref, shallowRef, watch, type Ref } from 'vue'
import type { RunDetail } from '@contract/run'
import { useNotices } from '@/shared/data/notices'
import { useRuns } from '@/shared/data/runs'
import type { Source } from '@/shared/series/source'

/**
 * Saved runs as the sources of figures, kept fresh while they are measured. What is finished is not asked for again.
 * @param metrics which accuracy is normalised, by task; @param floors a person's own, by task
 */
export function useSources(
  ids: Ref<readonly string[]>,
  normalised: Ref<boolean>,
  metrics: Ref<Readonly<Record<string, 'acc' | 'acc_norm'>>>,
  floors: Ref<Readonly<Record<string, number>>>,
) {
  const runs = useRuns()
  const notices = useNotices()
  const sources = shallowRef<readonly Source[]>([])
  const isLoading = ref(false)
  const finished = new Map<string, RunDetail>()
  let asked = 0
  let failed = ''

  async function load(): Promise<void> {
    const mine = ++asked
    const wanted = [...ids.value]
    isLoading.value = sources.value.length === 0
    try {
      const missing = wanted.filter((id) => !finished.has(id))
      const details = missing.length === 0 ? [] : await runs.details(missing)
      for (const d of details) if (d.entry.status === 'done') finished.set(d.entry.run, d)
      const all = wanted.flatMap((id) => finished.get(id) ?? details.find((d) => d.entry.run === id) ?? [])
      const made = await Promise.all(
        all.map(async (run): Promise<Source> => ({
          run,
          normalised: normalised.value ? await runs.normalised(run.entry.run, metrics.value, floors.value) : null,
        })),
      )
      if (mine !== asked) return
      sources.value = made
      failed = ''
    } catch (error) {
      // said once, not at every refresh
      if (mine === asked && failed !== (error as Error).message) {
        failed = (error as Error).message
        notices.fail(error)
      }
    } finally {
      if (mine === asked) isLoading.value = false
    }
  }
  watch([() => ids.value.join(), normalised, metrics, floors], () => void load(), { immediate: true, deep: true })
  watch(
    () => runs.version,
    () => {
      if (ids.value.some((id) => !finished.has(id))) void load()
    },
  )
  return { sources, isLoading, reload: load }
}
