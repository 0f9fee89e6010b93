import { watchDebounced } from '@vueuse/core'
import { computed, ref, shallowRef, watch } from 'vue'
import { decidingMetrics, PRIMARY_METRIC, type DecidingMetric } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import type { SamplePage, SampleRow } from '@contract/sample'
import { useLatest } from '@/shared/composables/use-latest'
import { useNotices } from '@/shared/data/notices'
import { useRuns } from '@/shared/data/runs'
import { measurementOf } from '@/shared/series/source'
import { useSamples } from './samples-store'

const PAGE = 100
const SEARCH_AFTER_MS = 200

/** The documents of the measurement that is open, fetched in pages as they are scrolled to. */
export function useSamplePages() {
  const [samples, runs, notices] = [useSamples(), useRuns(), useNotices()]
  const detail = shallowRef<RunDetail | null>(null)
  const task = ref(0)
  const metric = ref<DecidingMetric>(PRIMARY_METRIC)
  const filter = ref<'all' | 'right' | 'wrong'>('all')
  const search = ref('')
  const rows = shallowRef<readonly SampleRow[]>([])
  const page = shallowRef<Omit<SamplePage, 'rows'> | null>(null)
  const current = ref(0)
  const details = useLatest()
  const pages = useLatest()

  /** Whatever was asked before is overtaken. */
  async function fetchPage(): Promise<void> {
    const { open } = samples
    if (!open) return
    const query = {
      run: open.run,
      plan: open.plan,
      task: task.value,
      metric: metric.value,
      filter: filter.value,
      search: search.value,
      offset: rows.value.length,
      limit: PAGE,
    }
    await pages.ask(
      () => runs.samples(query),
      (found) => {
        page.value = found
        rows.value = [...rows.value, ...found.rows]
      },
      notices.fail,
    )
  }
  function restart(): void {
    rows.value = []
    page.value = null
    current.value = 0
    void fetchPage()
  }
  /** The next page, unless it is on its way or there is none. */
  function more(): void {
    if (pages.isAsking.value || (page.value && rows.value.length >= page.value.nMatching)) return
    void fetchPage()
  }
  watch([filter, metric, task], restart)
  watchDebounced(search, restart, { debounce: SEARCH_AFTER_MS })
  watch(
    () => samples.open,
    (open) => {
      if (!open) return
      detail.value = null
      task.value = open.task
      metric.value = PRIMARY_METRIC
      restart()
      void details.ask(
        () => runs.details([open.run]),
        ([found]) => (detail.value = found ?? null),
        notices.fail,
      )
    },
  )

  // of written answers there are others than the usual ones
  watch([detail, task], () => {
    const own = decidingMetrics(detail.value?.tasks[task.value]?.metrics ?? [])
    const [first] = own
    if (first && !own.includes(metric.value)) metric.value = first
  })

  const measurement = computed(() =>
    detail.value && samples.open ? measurementOf(detail.value, samples.open.plan, task.value) : undefined,
  )
  return { detail, task, metric, filter, search, rows, page, current, measurement, more }
}
