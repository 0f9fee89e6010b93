import { useI18n } from 'vue-i18n'
import type { ShownMetric } from '@contract/format/shown-metric'
import type { Sheet } from '@/shared/charts/compose-svg'
import { axisValueText } from '@/shared/charts/axis-text'
import { lineLegend, linePanels } from '@/shared/charts/line-sheet'
import { useLineNames } from '@/shared/figure/use-line-names'
import { useFormat } from '@/shared/format/use-format'
import { linesLatex } from '@/shared/series/latex'
import { legendKey, type Line, type LineLook } from '@/shared/series/line'
import { lineTable } from '@/shared/series/line-table'
import type { Reference } from '@/shared/series/reference'
import type { Scored } from '@/shared/series/scored'
import type { Table } from '@/shared/series/table'
import { lineCaption } from './definitions/caption'
import { axisText, type Axis, type LinesDefinition, type Panel } from './definitions/definition'
import { useCaptionWords } from './use-caption-words'
import { useTexts } from './use-texts'

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
  readonly references?: readonly Reference[]
  readonly hidden: ReadonlySet<string>
}

/** A figure with lines as it leaves the app. */
export function useLineSheet(drawn: () => Drawn) {
  const { t } = useI18n()
  const { text, sheetTitle } = useTexts()
  const { nameOf, noteOf, guideWords } = useLineNames()
  const captionWords = useCaptionWords()
  const format = useFormat()
  const shown = (lines: readonly Line[], hidden: ReadonlySet<string>): readonly Line[] =>
    lines.filter((l) => !hidden.has(legendKey(l)))
  /** What the panels differ in: the model is named by the caption where all are of one. */
  function panelTitle({ subject, variant, title }: Panel, panels: readonly Panel[]): string {
    if (panels.length < 2) return ''
    const isOfOne = new Set(panels.map((p) => p.subject?.key)).size === 1
    const model =
      subject && !(variant && isOfOne)
        ? `${subject.name}, ${t('count.layers', { n: subject.model.nLayers }, subject.model.nLayers)}`
        : ''
    return [variant || !subject ? text(title) : '', model].filter(Boolean).join(' · ')
  }

  function sheet(): Sheet {
    const { definition, scored, look, badge, panels, axis, words, metric, errors, log, percent, hidden, references } =
      drawn()
    const lines = panels.flatMap((p) => p.figure.lines)
    return {
      title: sheetTitle(definition),
      badge,
      caption: lineCaption(scored, look.choice, panels, errors, captionWords()).map(text),
      columns: 3,
      scale: null,
      legend: lineLegend(shown(lines, hidden), nameOf, noteOf),
      panels: linePanels(
        panels.map((p) => ({
          letter: p.letter,
          title: panelTitle(p, panels),
          figure: p.figure,
          x: text(axisText(axis, p.subject?.model.nLayers ?? null)),
        })),
        {
          words: { ...words, ...guideWords() },
          errors,
          log,
          percent,
          metric,
          hidden,
          ...(references ? { references } : {}),
          formatY: (v, interval) => axisValueText(v, interval, metric, false, format.fixed),
        },
        nameOf,
      ),
    }
  }
  function latex(): string {
    const { scored, look, panels, words, metric, errors, hidden } = drawn()
    return linesLatex(
      panels.map((p) => ({
        name: panelTitle(p, panels),
        figure: { ...p.figure, lines: shown(p.figure.lines, hidden) },
      })),
      {
        caption: lineCaption(scored, look.choice, panels, errors, captionWords()).map(text).join(' '),
        x: words.x,
        value: (v) => format.metric(v, metric),
        error: (v) => format.error(v, metric),
        nameOf,
      },
    )
  }
  function table(): Table {
    const { panels, hidden, scored, look } = drawn()
    const figures = panels.map((p) => ({ ...p.figure, lines: shown(p.figure.lines, hidden) }))
    return lineTable(figures, scored, look, nameOf)
  }
  return { sheet, table, latex }
}
