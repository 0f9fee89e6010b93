import { useI18n } from 'vue-i18n'
import { scoreName } from '@/shared/figure/caption'
import type { Text } from '@/shared/format/text'
import type { ScoreChoice } from '@/shared/series/score'
import type { FigureDefinition } from './definitions/definition'

/** What the definitions of figures say, in the page's language. */
export function useTexts() {
  const { t } = useI18n()
  const text = ({ key, values }: Text): string => t(key, values ?? {})
  const titleOf = (figure: FigureDefinition): string => t(`figures.${figure.id}.title`)
  const sheetTitle = (figure: FigureDefinition): string =>
    t('figures.sheetTitle', { n: figure.number, title: titleOf(figure) })
  function scoreText(choice: ScoreChoice): string {
    const name = scoreName(choice)
    return typeof name === 'string' ? name : text(name)
  }
  return { text, titleOf, sheetTitle, scoreText }
}
