import { computed, shallowRef, watch, type Ref } from 'vue'
import { BEST_OF } from '@contract/common-scores'
import { METRIC_NAMES, PRIMARY_METRIC } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { useShownChoice } from '@/shared/composables/use-shown-choice'
import { usePreferences } from '@/shared/data/preferences'
import { useScored, type PointsOf } from '@/shared/figure/use-scored'
import { loopPlaces } from '@/shared/series/loops'
import type { LineLook } from '@/shared/series/line'
import { tasksIn, type ScoredBy } from '@/shared/series/scored'
import { subjectsOf, type Subject } from '@/shared/series/subject'
import type { FigureWanted, PointWanted } from '@/shared/series/wanted'
import { axisOf, type PanelLook } from './definitions/definition'
import type { ScoresDefinition } from './run-choice'
import { metricShown, shownTask } from './score-choice'

/** How a figure of scores is shown: what a person chose last, as far as the runs have it. */
export function useScoreLook(figure: () => ScoresDefinition, ids: Ref<readonly string[]>) {
  const preferences = usePreferences()
  const score = useShownChoice('score', ['normalised', 'raw'])
  const x = useShownChoice('x', ['auto', 'layers', 'share'])
  const band = useShownChoice('band', ['sd', 'range', 'ci95'])
  const panelsBy = useShownChoice('panels', ['model', 'variant'])
  const bestOf = useShownChoice('bestOf', BEST_OF)
  const floors = computed(() => JSON.parse(preferences.shown('floors', '{}')) as Record<string, number>)
  const metric = computed(() => {
    const chosen = preferences.shown('metric', PRIMARY_METRIC)
    return METRIC_NAMES.find((m) => m === chosen) ?? PRIMARY_METRIC
  })
  const by = computed<ScoredBy>(() => ({
    score: score.value,
    metric: metric.value,
    floors: floors.value,
    bestOf: bestOf.value,
  }))
  const loops = computed(() => {
    const chosen = preferences.shown('loops', 'best')
    return chosen === 'best' ? chosen : Number(chosen)
  })

  // how many models there are is known when the runs are there; the axis and the panels follow from it
  const nSubjects = shallowRef(1)
  const panelLook = computed<PanelLook>(() => {
    const definition = figure()
    const isSeveral = nSubjects.value > 1
    const chosen = x.value === 'auto' ? (isSeveral ? 'share' : 'layers') : x.value
    const isByShare = definition.kind === 'lines' && axisOf(definition, chosen) === 'share'
    const hasBoth = definition.kind === 'lines' && definition.hasVariantPanels && isSeveral
    return {
      x: isByShare ? 'share' : 'layers',
      loops: loops.value,
      score: score.value,
      by: hasBoth ? panelsBy.value : 'model',
    }
  })
  const pointsOf = computed<PointsOf>(() => {
    const [definition, look] = [figure(), panelLook.value]
    return (runs: readonly RunDetail[]) => pointsWanted(definition, subjectsOf(runs), look)
  })
  const { scored, isLoading } = useScored(ids, by, pointsOf)
  watch(scored, (found) => (nSubjects.value = found?.subjects.length ?? 1), { immediate: true })

  const tasks = computed(() => (scored.value ? tasksIn(scored.value).map((t) => t.task) : []))
  const look = computed<LineLook>(() => {
    // the kind of score is that of the numbers at hand, not of the choice whose numbers are still to come
    const shown = scored.value?.by.score ?? score.value
    const task = shownTask(tasks.value, preferences.shown('task', 'median'), shown)
    return {
      choice: { score: shown, task, metric: metricShown(scored.value, task, metric.value) },
      x: panelLook.value.x,
      band: band.value,
      loops: loops.value,
    }
  })
  return { scored, isLoading, tasks, look, panelLook }
}

function pointsWanted(figure: ScoresDefinition, subjects: readonly Subject[], look: PanelLook): readonly PointWanted[] {
  if (figure.kind === 'heatmap') return subjects.flatMap((s) => loopPlaces(s).map((p) => p.point))
  const panels = [...figure.panels(subjects, look), ...(figure.multiples?.(subjects, look) ?? [])]
  return panels.flatMap((p) => pointsOfFigure(p.figure))
}

const pointsOfFigure = (figure: FigureWanted): readonly PointWanted[] => figure.lines.flatMap((l) => l.points)
