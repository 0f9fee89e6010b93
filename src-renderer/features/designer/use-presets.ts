import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDesigner } from './designer-store'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { useStates } from '@/shared/data/states'
import { useTasks } from '@/shared/data/tasks'
import { statesTask } from '@/features/figures/definitions/measured-states'
import type { FigureDefinition } from '@/features/figures/definitions/definition'

/** Takes up a preset: scores fill the Designer, ready to start; hidden states are measured at once, on the figure's own screen. */
export function useTakePreset(): (figure: FigureDefinition, quick: boolean) => Promise<void> {
  const { t } = useI18n()
  const router = useRouter()
  const [designer, models, tasks, states, notices] = [useDesigner(), useModels(), useTasks(), useStates(), useNotices()]
  return async (figure, quick) => {
    if (figure.kind !== 'similarity') {
      designer.applyPreset(
        figure,
        quick,
        t(quick ? 'presets.nameQuick' : 'presets.nameWhole', { figure: figure.label }),
      )
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
