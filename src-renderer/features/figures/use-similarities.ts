import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HiddenStates } from '@contract/hidden-states'
import { useLatest } from '@/shared/composables/use-latest'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'
import { useStates } from '@/shared/data/states'
import { useTasks } from '@/shared/data/tasks'
import { readVariant } from '@/shared/plan/plan-text'
import { similarityFigure, type SimilarityPanel } from '@/shared/series/similarity'
import type { SimilarityDefinition } from './definitions/definition'
import { middleStart, STATES_DOCUMENTS, statesTask } from './definitions/measured-states'

/** A model that a figure of hidden states can be about: of the library, or one that was there when its states were measured. */
export interface StatesModel {
  readonly name: string
  readonly fingerprint: string
  /** null: it is not in the library, and nothing more of it can be measured. */
  readonly nLayers: number | null
}

/** The model that a figure is about: chosen on its screen, else the one whose plans were measured last, else the one at hand. */
export function useStatesModel(definition: () => SimilarityDefinition) {
  const [states, models] = [useStates(), useModels()]
  const all = computed<readonly StatesModel[]>(() => {
    const here = models.models.filter((m) => !m.missing)
    const gone = states.entries.filter((e) => here.every((m) => m.fingerprint !== e.fingerprint))
    const names = new Map(
      gone.map((e) => [e.fingerprint, { name: e.model, fingerprint: e.fingerprint, nLayers: null }]),
    )
    return [...here, ...names.values()]
  })
  const chosen = ref<string | null>(null)
  /** A figure of all models is about none of them; the full model alone may have been measured for such a one. */
  const measured = computed(() =>
    definition().panels === 'plans' ? states.entries.find((e) => readVariant(e.plan)?.name !== 'full') : undefined,
  )
  const model = computed(() => {
    const of = (fingerprint: string | undefined | null): StatesModel | undefined =>
      all.value.find((m) => m.fingerprint === fingerprint)
    return (
      of(chosen.value) ?? of(measured.value?.fingerprint) ?? of(models.current?.fingerprint) ?? all.value[0] ?? null
    )
  })
  return { all, model, choose: (fingerprint: string) => (chosen.value = fingerprint) }
}
/** What a figure of hidden states would measure, and how its measurement goes. */
export function useSimilarityMeasurement(definition: () => SimilarityDefinition, model: () => StatesModel | null) {
  const { t } = useI18n()
  const [states, tasks, notices] = [useStates(), useTasks(), useNotices()]
  const atHand = computed(() => tasks.tasks.filter((x) => x.nDocs !== null))
  const task = ref('')
  watch(
    atHand,
    (list) => {
      if (!list.some((x) => x.task === task.value)) task.value = statesTask(list)
    },
    { immediate: true },
  )
  const limit = ref(STATES_DOCUMENTS)
  const chosenStart = ref<number | null>(null)
  const nLayers = computed(() => model()?.nLayers ?? 0)
  const lastStart = computed(() => Math.floor((nLayers.value - 2) / 2))
  const start = computed({
    get: () => Math.min(chosenStart.value ?? middleStart(nLayers.value), lastStart.value),
    set: (s) => (chosenStart.value = s),
  })
  const plans = computed(() => definition().plansAt(start.value))

  const isMeasuring = computed(() => states.measuring !== null)
  const progress = computed(() => (states.progress ? t('figures.measuring', states.progress) : t('status.queued')))
  const measure = (): Promise<unknown> =>
    notices.attempt(() =>
      states.measure({
        name: t('presets.nameStates', { figure: definition().number }),
        model: model()?.name ?? '',
        plans: plans.value,
        task: task.value,
        limit: limit.value,
      }),
    )
  const cancel = (): Promise<unknown> => notices.attempt(() => states.cancel())
  return { atHand, task, limit, start, lastStart, plans, isMeasuring, progress, measure, cancel }
}

/** What is measured of a figure, a panel each. */
export function useSimilarityPanels(
  definition: () => SimilarityDefinition,
  model: () => StatesModel | null,
  plans: () => readonly string[],
) {
  const [states, models, notices, preferences] = [useStates(), useModels(), useNotices(), usePreferences()]
  const { ask } = useLatest()
  const wanted = computed(() =>
    definition().shown(states.entries, { fingerprint: model()?.fingerprint, plans: plans() }),
  )
  const measured = shallowRef<readonly HiddenStates[]>([])
  watch(
    () => wanted.value.map((e) => e.id),
    (ids) =>
      ask(
        async () => (ids.length === 0 ? [] : states.get(ids)),
        (found) => (measured.value = found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))),
        notices.fail,
      ),
    { immediate: true },
  )
  const withoutFirst = computed(() => preferences.shown('withoutFirst', false))
  const layersOf = (st: HiddenStates): number =>
    models.models.find((m) => m.fingerprint === st.fingerprint)?.nLayers ?? Math.max(1, st.positions.length - 1)
  const panels = computed<readonly SimilarityPanel[]>(() =>
    measured.value.map((st) => {
      const title = definition().panels === 'models' ? st.model : st.plan
      return { states: st, figure: similarityFigure(st, title, layersOf(st), withoutFirst.value) }
    }),
  )
  return { panels, withoutFirst }
}
