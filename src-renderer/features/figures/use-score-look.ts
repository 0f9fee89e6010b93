import { computed, shallowRef, watch, type Ref } from 'vue'
import { METRIC_NAMES, PRIMARY_METRIC } from '@contract/metrics'
import { useShownChoice } from '@/shared/composables/use-shown-choice'
import { usePreferences } from '@/shared/data/preferences'
import { useSources } from '@/shared/figure/use-sources'
import type { LineLook } from '@/shared/series/line'
import { tasksOf } from '@/shared/series/source'
import { axisOf } from './definitions/definition'
import type { ScoresDefinition } from './run-choice'
import { metricShown, normalisedBy, shownTask } from './score-choice'

/** How a figure of scores is shown: what a person chose last, as far as the runs have it. */
export function useScoreLook(figure: () => ScoresDefinition, ids: Ref<readonly string[]>) {
  const preferences = usePreferences()
  const score = useShownChoice('score', ['normalised', 'raw'])
  const x = useShownChoice('x', ['layers', 'share'])
  const band = useShownChoice('band', ['sd', 'range', 'ci95'])
  const floors = computed(() => JSON.parse(preferences.shown('floors', '{}')) as Record<string, number>)
  const chosenMetric = computed(() => preferences.shown('metric', PRIMARY_METRIC))

  // what the runs have is known when they are loaded; which accuracy is normalised is asked with them
  const tasks = shallowRef<readonly string[]>([])
  const normalised = computed(() =>
    normalisedBy(tasks.value, METRIC_NAMES.find((m) => m === chosenMetric.value) ?? PRIMARY_METRIC),
  )
  const isNormalised = computed(() => score.value === 'normalised')
  const metrics = computed(() => (isNormalised.value ? normalised.value : {}))
  const { sources, isLoading } = useSources(ids, isNormalised, metrics, floors)
  watch(
    sources,
    (list) => {
      const names = tasksOf(list.map((s) => s.run))
      if (names.join() !== tasks.value.join()) tasks.value = names
    },
    { immediate: true },
  )

  const task = computed(() => shownTask(tasks.value, preferences.shown('task', 'median'), score.value))
  const metric = computed(() => metricShown(sources.value, task.value, chosenMetric.value))
  const isByShare = computed(() => {
    const definition = figure()
    return definition.kind === 'lines' && axisOf(definition, x.value) === 'share'
  })
  const look = computed<LineLook>(() => {
    const loops = preferences.shown('loops', 'best')
    return {
      choice: { score: score.value, task: task.value, metric: metric.value },
      x: isByShare.value ? 'share' : 'layers',
      band: band.value,
      loops: loops === 'best' ? 'best' : Number(loops),
      floors: floors.value,
    }
  })
  return { sources, isLoading, tasks, look }
}
