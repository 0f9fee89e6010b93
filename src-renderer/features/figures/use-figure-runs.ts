import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRuns } from '@/shared/data/runs'
import { runsOf, usableRuns, type ScoresDefinition } from './run-choice'

/** Which saved runs a figure is drawn from: those of the address, so that it can be linked to, or what suits the figure. */
export function useFigureRuns(figure: () => ScoresDefinition) {
  const [route, router] = [useRoute(), useRouter()]
  const runs = useRuns()
  const usable = computed(() => usableRuns(figure(), runs.runs))
  const ids = computed<readonly string[]>(() => {
    const asked = route.query['runs']
    if (typeof asked !== 'string') return runsOf(figure(), usable.value)
    const chosen = asked.split(',').filter(Boolean)
    // runs of another figure would take their tasks out of this one without drawing anything
    const drawn = chosen.filter((id) => usable.value.some((r) => r.run === id))
    return drawn.length > 0 ? drawn : chosen
  })
  const choose = (chosen: readonly string[]): void =>
    void router.replace({ path: route.path, query: { ...route.query, runs: chosen.join(',') } })
  return { usable, ids, choose }
}
