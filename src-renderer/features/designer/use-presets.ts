import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { figureTag, isFigureTag } from '@/features/figures/figure-of'
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
      draft.apply({
        patch: {
          name: t(quick ? 'presets.nameQuick' : 'presets.nameWhole', { figure: figure.label }),
          tags: [...draft.now.tags.filter((tag) => !isFigureTag(tag)), figureTag(figure.id)],
          plans: figure.plans(design.nLayers, quick),
          tasks: design.presetTasks,
          ...(quick ? { limit: figure.quickDocuments, sample: null } : {}),
        },
        what: 'step.preset',
        params: { figure: figure.label },
      })
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
