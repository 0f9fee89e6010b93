import { computed, reactive, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { LabError } from '@contract/errors'
import type { ExperimentPreview } from '@contract/experiment'
import { FIGURES } from '@/features/figures/catalogue'
import type { FigureDefinition } from '@/features/figures/definitions/definition'
import { useExperiment } from '@/shared/data/experiment'
import { labErrorOf } from '@/shared/data/lab-error-of'
import { useModels } from '@/shared/data/models'
import { usePreview } from '@/shared/data/preview'
import { useFormat } from '@/shared/format/use-format'
import { useTold } from '@/shared/format/use-told'

/** What is known of a preset: what it takes, or why that cannot be told. */
type Estimate = { readonly preview: ExperimentPreview } | { readonly failure: LabError | 'no task' }

const keyOf = (p: FigureDefinition, quick: boolean): string => `${p.id} ${quick}`

/** What every preset would take on the model at hand, asked one after another while `open`. */
export function usePresetEstimates(open: Readonly<Ref<boolean>>) {
  const { t } = useI18n()
  const told = useTold()
  const format = useFormat()
  const [design, models, previews] = [useExperiment(), useModels(), usePreview()]
  const estimates = reactive(new Map<string, Estimate>())
  const fingerprint = computed(() => models.current?.fingerprint)

  async function estimate(p: FigureDefinition, quick: boolean): Promise<Estimate> {
    try {
      const preview = await previews.previewOf(p.plans(design.nLayers, quick), quick ? p.quickDocuments : undefined)
      return preview === null ? { failure: 'no task' } : { preview }
    } catch (cause) {
      return { failure: labErrorOf(cause) }
    }
  }
  watch(fingerprint, () => estimates.clear())
  watch(
    [open, fingerprint],
    async ([is, model]) => {
      if (!is || model === undefined) return
      for (const p of FIGURES) {
        for (const quick of p.kind === 'similarity' ? [true] : [true, false]) {
          const found = await estimate(p, quick)
          if (!open.value || fingerprint.value !== model) return
          estimates.set(keyOf(p, quick), found)
        }
      }
    },
    { immediate: true },
  )

  function time(p: FigureDefinition, quick: boolean): string {
    const found = estimates.get(keyOf(p, quick))
    if (models.current === null || (found && 'failure' in found)) return t('presets.noEstimate')
    if (!found) return t('presets.estimating')
    const { layerApplications, seconds } = found.preview
    return layerApplications.computed === 0 ? t('designer.allStored') : `≈ ${format.duration(Math.max(1, seconds))}`
  }
  /** Why something cannot be told, as one sentence; null where all can. */
  const problem = computed(() => {
    if (models.current === null) return t('designer.needModel')
    for (const found of estimates.values())
      if ('failure' in found) return found.failure === 'no task' ? t('designer.needTask') : told(found.failure)
    return null
  })
  return { time, problem }
}
