import { computed, ref, shallowRef, watch } from 'vue'
import { toWireError } from '@contract/errors'
import { PRIMARY_METRIC, primaryMetric, type MetricName } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { useLatest } from '@/shared/composables/use-latest'
import { useRuns } from '@/shared/data/runs'
import { useTold } from '@/shared/format/use-told'

/** One saved run, kept fresh while it is measured; `missing` tells why there is none. */
export function useRun(id: () => string) {
  const runs = useRuns()
  const told = useTold()
  const { ask } = useLatest()
  const run = shallowRef<RunDetail | null>(null)
  const missing = ref('')
  watch(
    [id, () => runs.version],
    () =>
      ask(
        () => runs.details([id()]),
        ([found]) => ([run.value, missing.value] = [found ?? null, '']),
        (cause) => ([run.value, missing.value] = [null, told(toWireError(cause))]),
      ),
    { immediate: true },
  )
  const progress = computed(() => (runs.progress?.run === id() ? runs.progress : (run.value?.progress ?? null)))
  return { run, missing, progress }
}

/** By which metric a run's task is judged first. */
export const metricOf = (run: RunDetail, task: string): MetricName =>
  primaryMetric(run.tasks.find((x) => x.task === task)?.metrics ?? []) ?? PRIMARY_METRIC
