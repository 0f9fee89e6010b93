import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDesigner } from './designer-store'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { useStates } from '@/shared/data/states'
import { useTasks } from '@/shared/data/tasks'
import { presetOf } from './presets'
import { STATES_DOCUMENTS, statesTask } from '@/features/figures/definitions/measured-states'
import type { FigureId } from '@/features/figures/catalogue'

/** Takes up a preset: scores fill the Designer, ready to start; hidden states are measured at once, on the figure's own screen. */
export function useTakePreset(): (figure: FigureId, quick: boolean) => Promise<void> {
  const { t } = useI18n()
  const router = useRouter()
  const [designer, models, tasks, states, notices] = [useDesigner(), useModels(), useTasks(), useStates(), useNotices()]
  return async (figure, quick) => {
    const preset = presetOf(figure)
    if (preset.kind === 'runs') {
      designer.applyPreset(
        figure,
        quick,
        t(quick ? 'presets.nameQuick' : 'presets.nameWhole', { figure: preset.label }),
      )
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
