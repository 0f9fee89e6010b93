import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useModels } from '@/shared/data/models'
import { useRuns } from '@/shared/data/runs'
import { runsOf, usableRuns, type ScoresDefinition } from './run-choice'

/** Which saved runs a figure is drawn from: those of the address, so that it can be linked to, or what suits the figure. */
export function useFigureRuns(figure: () => ScoresDefinition) {
  const [route, router] = [useRoute(), useRouter()]
  const [runs, models] = [useRuns(), useModels()]
  const usable = computed(() => usableRuns(figure(), runs.runs))
  const ids = computed<readonly string[]>(() => {
    const asked = route.query['runs']
    return typeof asked === 'string'
      ? asked.split(',').filter(Boolean)
      : runsOf(figure(), usable.value, models.current?.fingerprint)
  })
  const choose = (chosen: readonly string[]): void =>
    void router.replace({ path: route.path, query: { ...route.query, runs: chosen.join(',') } })
  return { usable, ids, choose }
}
