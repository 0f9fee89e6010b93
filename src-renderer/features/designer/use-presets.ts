import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { figureTag, isFigureTag } from '@/features/figures/figure-of'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { useStates } from '@/shared/data/states'
import { useTasks } from '@/shared/data/tasks'
import { presetOf, QUICK_DOCUMENTS } from './presets'
import { STATES_DOCUMENTS, statesTask } from '@/features/figures/definitions/measured-states'
import type { FigureId } from '@/features/figures/catalogue'

/** Takes up a preset: scores fill the Designer, ready to start; hidden states are measured at once, on the figure's own screen. */
export function useTakePreset(): (figure: FigureId, quick: boolean) => Promise<void> {
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
    const preset = presetOf(figure)
    if (preset.kind === 'runs') {
      draft.apply({
        patch: {
          name: t(quick ? 'presets.nameQuick' : 'presets.nameWhole', { figure: preset.label }),
          tags: [...draft.now.tags.filter((tag) => !isFigureTag(tag)), figureTag(figure)],
          plans: preset.plans(design.nLayers, quick),
          tasks: design.presetTasks,
          ...(quick ? { limit: QUICK_DOCUMENTS, sample: null } : {}),
        },
        what: 'step.preset',
        params: { figure: preset.label },
      })
      draft.openId = null
      await router.push('/designer')
      return
    }
    await router.push(`/figures/${figure}`)
    const [model, task] = [models.current, statesTask(tasks.tasks)]
    if (!model || !task || states.measuring) return
    await notices.attempt(() =>
      states.measure({
        name: t('presets.nameStates', { figure: preset.label }),
        model: model.name,
        plans: preset.plans(model.nLayers, true),
        task,
        limit: STATES_DOCUMENTS,
      }),
    )
  }
}
