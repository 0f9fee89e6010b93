import { shallowRef, watch, type Ref } from 'vue'
import type { DecidingMetric } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { useLatest } from '@/shared/composables/use-latest'
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
  metrics: Ref<Readonly<Record<string, DecidingMetric>>>,
  floors: Ref<Readonly<Record<string, number>>>,
) {
  const [runs, notices] = [useRuns(), useNotices()]
  const sources = shallowRef<readonly Source[]>([])
  const { ask, isAsking } = useLatest()
  const finished = new Map<string, RunDetail>()
  let failed = ''

  async function detailsOf(wanted: readonly string[]): Promise<readonly RunDetail[]> {
    const missing = wanted.filter((id) => !finished.has(id))
    const details = missing.length === 0 ? [] : await runs.details(missing)
    for (const d of details) if (d.entry.status === 'done') finished.set(d.entry.run, d)
    return wanted.flatMap((id) => finished.get(id) ?? details.find((d) => d.entry.run === id) ?? [])
  }
  const sourceOf = async (run: RunDetail): Promise<Source> => ({
    run,
    normalised: normalised.value ? await runs.normalised(run.entry.run, metrics.value, floors.value) : null,
  })
  const load = (): Promise<void> =>
    ask(
      async () => Promise.all((await detailsOf([...ids.value])).map(sourceOf)),
      (made) => {
        sources.value = made
        failed = ''
      },
      // said once, not at every refresh
      (cause) => {
        const text = cause instanceof Error ? cause.message : String(cause)
        if (text !== failed) notices.fail(cause)
        failed = text
      },
    )
  watch([() => ids.value.join(), normalised, metrics, floors], () => void load(), { immediate: true, deep: true })
  watch(
    () => runs.version,
    () => {
      if (ids.value.some((id) => !finished.has(id))) void load()
    },
  )
  return { sources, isLoading: isAsking }
}
