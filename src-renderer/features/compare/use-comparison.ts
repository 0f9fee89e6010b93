import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { toWireError } from '@contract/errors'
import type { RunDetail } from '@contract/run'
import { useLatest } from '@/shared/composables/use-latest'
import { useRuns } from '@/shared/data/runs'
import { useTold } from '@/shared/format/use-told'
import { firstSide, readSide, secondSide } from './sides'

const TABS = ['plans', 'runs', 'figures'] as const

/** What is compared: everything that is chosen stands in the address, so that a comparison can be kept and opened again. */
export function useComparison() {
  const [route, router] = [useRoute(), useRouter()]
  const runs = useRuns()
  const told = useTold()
  const { ask } = useLatest()
  const text = (key: string): string => {
    const value = route.query[key]
    return typeof value === 'string' ? value : ''
  }
  const go = (change: Readonly<Record<string, string | undefined>>): void =>
    void router.replace({ path: '/compare', query: { ...route.query, ...change } })
  const choose = (ids: readonly string[]): void => go({ runs: ids.join(',') || undefined })

  const ids = computed(() => text('runs').split(',').filter(Boolean))
  const tab = computed(() => TABS.find((name) => name === text('tab')) ?? (ids.value.length > 1 ? 'runs' : 'plans'))
  const baseline = computed(() => (ids.value.includes(text('base')) ? text('base') : (ids.value[0] ?? '')))

  const details = shallowRef<readonly RunDetail[]>([])
  /** Why the runs cannot be shown; empty where they can. */
  const problem = ref('')
  watch(
    [() => ids.value.join(), () => runs.version],
    () =>
      ask(
        async () => (ids.value.length === 0 ? [] : runs.details(ids.value)),
        (found) => ([details.value, problem.value] = [found, '']),
        (cause) => ([details.value, problem.value] = [[], told(toWireError(cause))]),
      ),
    { immediate: true },
  )

  const base = computed(() => details.value.find((d) => d.entry.run === baseline.value) ?? details.value[0])
  /** Both plans; null while there are no runs. */
  const pair = computed(() => {
    if (!base.value) return null
    const a = readSide(text('a'), details.value) ?? firstSide(base.value)
    const b = readSide(text('b'), details.value) ?? secondSide(base.value, a, details.value)
    return { a, b }
  })
  return { ids, tab, baseline, details, problem, pair, go, choose }
}
