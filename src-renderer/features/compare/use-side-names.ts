import { useI18n } from 'vue-i18n'
import type { Side } from '@contract/comparison'
import type { RunDetail } from '@contract/run'
import { modelsOf, runOfSide, planOfSide } from './sides'

interface Sides {
  readonly details: readonly RunDetail[]
  readonly a: Side
  readonly b: Side
}

/** What the two sides of a comparison are called: by their plans, and by their models where these are two. */
export function useSideNames(shown: () => Sides) {
  const { t } = useI18n()
  const hasTwoModels = (): boolean => modelsOf(shown().details, [shown().a, shown().b]).length > 1
  /** A model with its layers. */
  function modelText(side: Side): string {
    const model = runOfSide(shown().details, side)?.model
    if (!model) return ''
    return t('compare.modelWith', { model: model.name, layers: t('count.layers', { n: model.nLayers }, model.nLayers) })
  }
  function nameOf(side: Side): string {
    const plan = planOfSide(shown().details, side)
    return hasTwoModels() ? t('compare.sideOn', { plan, model: modelText(side) }) : plan
  }
  return { hasTwoModels, modelText, nameOf }
}
