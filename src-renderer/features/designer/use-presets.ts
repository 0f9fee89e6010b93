import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { FIGURES } from '@/features/figures/catalogue'
import { figureTag, isFigureTag } from '@/features/figures/figure-of'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { useStates } from '@/shared/data/states'
import { useTasks } from '@/shared/data/tasks'
import { takePreset } from '@/shared/design/preset'
import { statesTask } from '@/features/figures/definitions/measured-states'
import type { FigureDefinition } from '@/features/figures/definitions/definition'

/** Takes up a preset: scores fill the Designer, ready to start; hidden states are measured at once, on the figure's own screen. */
export function useTakePreset(): (figure: FigureDefinition, quick: boolean) => Promise<void> {
  const { t } = useI18n()
  const router = useRouter()
  const [draft, design, models, tasks, states, notices] = [
    useDraft(),
    useExperiment(),
    useModels(),
    useTasks(),
    useStates(),
    useNotices(),
  ]
  return async (figure, quick) => {
    if (figure.kind !== 'similarity') {
      const preset = {
        figure: figure.id,
        quick,
        nLayers: design.nLayers,
        plans: figure.plans(design.nLayers, quick),
        limit: quick ? figure.quickDocuments : null,
        quickName: t('presets.nameQuick', { figure: figure.label }),
        name: t('presets.nameWhole', { figure: figure.label }),
        tag: figureTag(figure.id),
      }
      const own = { ...draft.now, tags: draft.now.tags.filter((tag) => !isFigureTag(tag)) }
      draft.apply(takePreset(own, preset, design.presetTasks, figure.label))
      draft.openId = null
      await router.push('/designer')
      return
    }
    await router.push(`/figures/${figure.id}`)
    const [model, task] = [models.current, statesTask(tasks.tasks)]
    if (!model || !task || states.measuring) return
    await notices.attempt(() =>
      states.measure({
        name: t('presets.nameStates', { figure: figure.label }),
        model: model.name,
        plans: figure.plans(model.nLayers, true),
        task,
        limit: figure.quickDocuments,
      }),
    )
  }
}

/** What is designed follows the model that is chosen, on whatever screen: a preset's plans are made anew for it. */
export function useDesignOfModel(): void {
  const [design, draft] = [useExperiment(), useDraft()]
  design.presetPlans = (preset, nLayers) =>
    FIGURES.find((f) => f.id === preset.figure)?.plans(nLayers, preset.quick) ?? preset.plans
  watch([() => design.nLayers, () => draft.isLoaded], ([, isLoaded], [before, wasLoaded]) => {
    if (isLoaded) design.followModel(wasLoaded && before > 0 ? before : null)
  })
}
