import { useI18n } from 'vue-i18n'
import type { ShownMetric } from '@contract/format/shown-metric'
import type { Sheet } from '@/shared/charts/compose-svg'
import { lineLegend, linePanels } from '@/shared/charts/line-sheet'
import { useLineNames } from '@/shared/figure/use-line-names'
import { legendKey, type Line, type LineLook } from '@/shared/series/line'
import { lineTable } from '@/shared/series/line-table'
import type { Scored } from '@/shared/series/scored'
import type { Table } from '@/shared/series/table'
import { lineCaption } from './definitions/caption'
import { axisText, type Axis, type LinesDefinition, type Panel } from './definitions/definition'
import { useCaptionWords } from './use-caption-words'
import { useTexts } from './use-texts'

/** Points of a chart that stands alone. */
const ALONE = { width: 860, height: 440 }

interface Drawn {
  readonly definition: LinesDefinition
  readonly scored: Scored
  readonly look: LineLook
  readonly badge: string
  readonly panels: readonly Panel[]
  readonly axis: Axis
  readonly words: { readonly x: string; readonly y: string }
  readonly metric: ShownMetric
  readonly errors: boolean
  readonly log: boolean
  readonly percent: boolean
  readonly hidden: ReadonlySet<string>
}

/** A figure with lines as it leaves the app. */
export function useLineSheet(drawn: () => Drawn) {
  const { t } = useI18n()
  const { text, sheetTitle } = useTexts()
  const { nameOf, noteOf } = useLineNames()
  const captionWords = useCaptionWords()
  const shown = (lines: readonly Line[], hidden: ReadonlySet<string>): readonly Line[] =>
    lines.filter((l) => !hidden.has(legendKey(l)))
  function panelTitle({ subject, variant, title }: Panel, several: boolean): string {
    if (!several) return ''
    const model = subject
      ? `${subject.name}, ${t('count.layers', { n: subject.model.nLayers }, subject.model.nLayers)}`
      : ''
    return [variant || !subject ? text(title) : '', model].filter(Boolean).join(' · ')
  }

  function sheet(): Sheet {
    const { definition, scored, look, badge, panels, axis, words, metric, errors, log, percent, hidden } = drawn()
    const several = panels.length > 1
    const lines = [...new Map(panels.flatMap((p) => p.figure.lines).map((l) => [legendKey(l), l])).values()]
    return {
      title: sheetTitle(definition),
      badge,
      caption: lineCaption(scored, look.choice, panels, errors, captionWords()).map(text),
      theme: 'light',
      columns: 2,
      legend: lineLegend(shown(lines, hidden), nameOf, noteOf),
      panels: linePanels(
        panels.map((p) => ({
          title: panelTitle(p, several),
          figure: p.figure,
          x: text(axisText(axis, p.subject?.model.nLayers ?? null)),
        })),
        ALONE,
        {
          words: { ...words, full: t('figures.full'), floor: t('figures.floor') },
          errors,
          log,
          percent,
          metric,
          hidden,
        },
      ),
    }
  }
  function table(): Table {
    const { panels, hidden, scored, look } = drawn()
    const figures = panels.map((p) => ({ ...p.figure, lines: shown(p.figure.lines, hidden) }))
    return lineTable(figures, scored, look, nameOf)
  }
  return { sheet, table }
}
