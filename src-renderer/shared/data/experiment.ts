import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { LabError } from '@contract/errors'
import type { Experiment } from '@contract/experiment'
import type { LibraryModel } from '@contract/model'
import type { Resolved } from '@contract/plan/resolve'
import type { Draft } from '@/shared/design/draft'
import { forModel, remadePlans, type Preset } from '@/shared/design/preset'
import { experimentOn } from '@/shared/design/draft-experiment'
import { countPlans, resolvedPlans } from '@/shared/plan/resolved-plans'
import { useDraft } from './draft'
import { useModels } from './models'
import { useRuns } from './runs'
import { useTasks } from './tasks'

/** An entry of the experiment, resolved for the model at hand. */
export interface ExperimentEntry {
  readonly text: string
  readonly resolved: Resolved
}

/** The draft as an experiment on the models chosen: what it consists of, whether it can run, and its start. */
export const useExperiment = defineStore('experiment', () => {
  const [draft, models, tasks, runs] = [useDraft(), useModels(), useTasks(), useRuns()]
  const nLayers = computed(() => models.current?.nLayers ?? 0)

  /** The models that it is run on, one after the other: the current one first. */
  const chosenModels = computed<readonly LibraryModel[]>(() => {
    const { current } = models
    if (!current) return []
    const isAlso = (m: LibraryModel): boolean =>
      !m.missing && m.name !== current.name && draft.now.also.includes(m.name)
    return [current, ...models.models.filter(isAlso)]
  })
  /** The plans of a preset for any model; figures define it, which are above the stores. */
  const presetPlans = shallowRef<(preset: Preset, nLayers: number) => readonly string[]>((preset) => preset.plans)
  /** A preset's plans are made for each model. */
  function plansOn(model: LibraryModel): readonly string[] {
    const { plans, preset } = draft.now
    if (preset === null || preset.nLayers === model.nLayers) return plans
    return remadePlans(plans, preset.plans, presetPlans.value(preset, model.nLayers))
  }
  const experiments = computed(() =>
    chosenModels.value.flatMap((m) => experimentOn(m.name, draft.now, plansOn(m)) ?? []),
  )
  const experiment = computed<Experiment | null>(() => experiments.value[0] ?? null)

  const entries = computed<readonly ExperimentEntry[]>(() =>
    nLayers.value === 0 ? [] : draft.now.plans.map((text) => ({ text, resolved: resolvedPlans(text, nLayers.value) })),
  )
  const isValid = computed(() => entries.value.every((e) => e.resolved.ok))
  const nPlans = computed(() => (nLayers.value === 0 ? 0 : countPlans(draft.now.plans, nLayers.value)))
  /** A plan that one of the further models cannot take. */
  const misfit = computed<{ readonly model: string; readonly plan: string } | null>(() => {
    for (const model of chosenModels.value.slice(1)) {
      const plan = plansOn(model).find((text) => !resolvedPlans(text, model.nLayers).ok)
      if (plan !== undefined) return { model: model.name, plan }
    }
    return null
  })
  /** The tasks chosen; where none is, those at hand. */
  const presetTasks = computed<Draft['tasks']>(() => (draft.now.tasks.length > 0 ? draft.now.tasks : tasks.atHand))

  /** Makes what is designed anew for the model at hand, as far as it follows models. */
  function followModel(before: number | null): void {
    if (nLayers.value > 0) draft.apply(forModel(draft.now, nLayers.value, before, presetPlans.value))
  }

  /** Puts a run on each model into the queue. Returns the first of them. */
  async function start(): Promise<string> {
    const [first, ...rest] = experiments.value
    if (!first || !isValid.value || misfit.value)
      throw new LabError('host.usage', 'The experiment needs a model, a plan and a task.', {})
    const { run } = await runs.enqueue(first)
    for (const e of rest) await runs.enqueue(e)
    return run
  }

  return {
    ...{ nLayers, chosenModels, experiments, experiment, entries, isValid, nPlans, misfit, presetTasks },
    ...{ presetPlans, followModel, start },
  }
})
