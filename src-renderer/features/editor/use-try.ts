import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { watchDebounced } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import { LabError, type Sentence } from '@contract/errors'
import type { ExperimentPreview } from '@contract/experiment'
import { useLatest } from '@/shared/composables/use-latest'
import { useDraft } from '@/shared/data/draft'
import { labErrorOf } from '@/shared/data/lab-error-of'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { usePreview } from '@/shared/data/preview'
import { useRuns } from '@/shared/data/runs'
import { experimentOn, withoutDocuments } from '@/shared/design/draft-experiment'
import { useFormat } from '@/shared/format/use-format'

export const TRY_DOCUMENTS = 16
export const MOST_NAME_LENGTH = 200
const ESTIMATE_AFTER_MS = 250

/** A short run of a plan beside the full model, ahead of the queue, while one stays in the editor. */
export function useTry(plan: Ref<string>, isPossible: Ref<boolean>) {
  const { t } = useI18n()
  const format = useFormat()
  const [draft, models, notices, previews, runs] = [useDraft(), useModels(), useNotices(), usePreview(), useRuns()]

  // --- what it would take
  const preview = shallowRef<ExperimentPreview | null>(null)
  const latest = useLatest()
  watchDebounced(
    [plan, isPossible, () => draft.now.tasks, () => models.current?.fingerprint, () => runs.queue.running],
    () => {
      if (!isPossible.value) {
        latest.forget()
        preview.value = null
        return
      }
      void latest.ask(
        async () => previews.previewOf(['full', plan.value], TRY_DOCUMENTS),
        (told) => (preview.value = told),
        // the button is without a time then; trying says what is wrong
        () => (preview.value = null),
      )
    },
    { debounce: ESTIMATE_AFTER_MS, immediate: true },
  )
  const estimate = computed(() => {
    if (!preview.value) return ''
    if (preview.value.layerApplications.computed === 0) return t('designer.allStored')
    return `≈ ${format.duration(Math.max(1, preview.value.seconds))}`
  })

  // --- its run
  const asked = ref<string | null>(null)
  const isAsking = ref(false)
  const entry = computed(() => runs.runs.find((r) => r.run === asked.value))
  const isGoingOn = computed(
    () => isAsking.value || (asked.value !== null && ['queued', 'running'].includes(entry.value?.status ?? 'queued')),
  )
  const progress = computed(() => (runs.progress?.run === asked.value ? runs.progress : null))
  /** Why it could not be done. */
  const failure = shallowRef<Sentence | null>(null)
  watch(
    () => entry.value?.status,
    async (status) => {
      if (status !== 'failed' && status !== 'interrupted') return
      const [detail] = (await notices.attempt(() => runs.details([asked.value ?? '']))) ?? []
      failure.value = detail?.error ?? null
    },
  )

  async function start(): Promise<void> {
    if (isGoingOn.value) return
    ;[isAsking.value, failure.value] = [true, null]
    const name = t('editor.tryName', { plan: plan.value }).slice(0, MOST_NAME_LENGTH)
    const tasks = draft.now.tasks.map(withoutDocuments)
    const of = { ...draft.now, name, preset: null, tasks, limit: TRY_DOCUMENTS, sample: null, note: '', tags: [] }
    try {
      const experiment = experimentOn(models.current?.name ?? '', of, ['full', plan.value])
      if (!experiment) throw new LabError('host.usage', 'The experiment needs a model, a plan and a task.', {})
      asked.value = (await runs.enqueue(experiment, true)).run
    } catch (cause) {
      failure.value = labErrorOf(cause)
    }
    isAsking.value = false
  }
  const cancel = (): Promise<unknown> => notices.attempt(async () => asked.value !== null && runs.cancel(asked.value))

  return { estimate, isGoingOn, progress, failure, start, cancel }
}
