import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LabError } from '@contract/errors'
import type { ExperimentPreview } from '@contract/experiment'
import { request } from '@/api/bridge'
import { useLatest } from '@/shared/composables/use-latest'
import { combinePreviews } from '@/shared/design/combine-previews'
import { withoutDocuments } from '@/shared/design/draft-experiment'
import { useDraft } from './draft'
import { useExperiment } from './experiment'
import { labErrorOf } from './lab-error-of'
import { useModels } from './models'
import { useRuns } from './runs'
import { useTasks } from './tasks'

const PREVIEW_AFTER_MS = 200

/** What the experiment would do: its documents, work, sharing, time and memory. */
export const usePreview = defineStore('preview', () => {
  const [draft, design, models, runs, tasks] = [useDraft(), useExperiment(), useModels(), useRuns(), useTasks()]
  const preview = shallowRef<ExperimentPreview | null>(null)
  const error = shallowRef<LabError | null>(null)
  const latest = useLatest()

  watchDebounced(
    [
      ...[() => design.experiments, () => design.isValid, () => models.current?.fingerprint, () => runs.queue.running],
      // documents, examples and rows to train on come and go
      () => tasks.tasks,
    ],
    () => void look(),
    { debounce: PREVIEW_AFTER_MS, immediate: true },
  )
  async function look(): Promise<void> {
    if (design.experiments.length === 0 || !design.isValid || design.misfit) {
      latest.forget()
      ;[preview.value, error.value] = [null, null]
      return
    }
    await latest.ask(
      async (isNewest) => {
        const told: ExperimentPreview[] = []
        for (const experiment of design.experiments)
          if (isNewest()) told.push(await request('experiments.preview', { experiment }))
        return combinePreviews(told)
      },
      (combined) => ([preview.value, error.value] = [combined, null]),
      (cause) => ([preview.value, error.value] = [null, labErrorOf(cause)]),
    )
  }

  /**
   * What plans that are not in the experiment yet would cost, on its tasks or those that a preset would take; null where
   * there is no model or task.
   */
  function previewOf(
    plans: readonly string[],
    limit: number | null = draft.now.limit,
  ): Promise<ExperimentPreview> | null {
    if (models.current === null || design.presetTasks.length === 0) return null
    return request('experiments.preview', {
      experiment: {
        model: models.current.name,
        plans: [...plans],
        tasks: design.presetTasks.map(withoutDocuments),
        ...(draft.now.fewshot === null ? {} : { fewshot: draft.now.fewshot }),
        ...(limit === null ? {} : { limit }),
        ...draft.now.settings,
        device: draft.now.device,
      },
    })
  }

  return { preview, error, previewOf }
})
