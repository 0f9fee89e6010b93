import { useI18n } from 'vue-i18n'
import type { ShownMetric } from '@contract/format/shown-metric'
import type { Sheet } from '@/shared/charts/compose-svg'
import { axisValueText } from '@/shared/charts/axis-text'
import { guideLegend, lineLegend, linePanels, referenceLegend } from '@/shared/charts/line-sheet'
import { lineCaption } from '@/shared/figure/caption'
import { useCaptionWords } from '@/shared/figure/use-caption-words'
import { useLineNames } from '@/shared/figure/use-line-names'
import { sentences } from '@/shared/format/sentences'
import { useFormat } from '@/shared/format/use-format'
import { linesLatex } from '@/shared/series/latex'
import { legendKey, type Line, type LineFigure, type LineLook } from '@/shared/series/line'
import { lineTable } from '@/shared/series/line-table'
import type { Scored } from '@/shared/series/scored'
import type { Table } from '@/shared/series/table'
import { axisText, type Axis, type LinesDefinition, type Panel } from './definitions/definition'
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
  /** Whose the pale curves are; '' where there are none. */
  readonly referenceText: string
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

  const shownFigures = ({ panels, hidden }: Drawn): readonly LineFigure[] =>
    panels.map((p) => ({ ...p.figure, lines: shown(p.figure.lines, hidden) }))
  /** A curve of a file is named where it is drawn. */
  function captionOf(all: Drawn, as: 'picture' | 'table'): string[] {
    const { scored, look, panels, errors, referenceText, metric } = all
    const told = lineCaption(scored, look.choice, shownFigures(all), { errors, as }, captionWords(metric)).map(text)
    const isLaid = as === 'picture' && panels.some((p) => p.references.length > 0)
    return isLaid ? [...told.slice(0, -1), referenceText, ...told.slice(-1)] : told
  }
  function sheet(): Sheet {
    const { definition, badge, panels, axis, words, metric, errors, log, percent, hidden } = drawn()
    const lines = panels.flatMap((p) => p.figure.lines)
    return {
      title: sheetTitle(definition),
      badge,
      caption: captionOf(drawn(), 'picture'),
      columns: 3,
      scale: null,
      legend: [
        ...lineLegend(shown(lines, hidden), nameOf, noteOf),
        ...guideLegend(panels, guideWords()),
        ...referenceLegend(panels.flatMap((p) => p.references)),
      ],
      panels: linePanels(
        panels.map((p) => ({
          letter: p.letter,
          title: panelTitle(p, panels),
          figure: p.figure,
          references: p.references,
          x: text(axisText(axis, p.subject?.model.nLayers ?? null)),
        })),
        {
          words: { ...words, ...guideWords() },
          errors,
          log,
          percent,
          metric,
          hidden,
          formatY: (v, interval) => axisValueText(v, interval, metric, false, format.fixed),
        },
        nameOf,
      ),
    }
  }
  function latex(): string {
    const { panels, words, metric, hidden, axis } = drawn()
    return linesLatex(
      panels.map((p) => ({
        name: panelTitle(p, panels),
        figure: { ...p.figure, lines: shown(p.figure.lines, hidden) },
        x: text(axisText(axis, p.subject?.model.nLayers ?? null)),
      })),
      {
        caption: sentences(captionOf(drawn(), 'table')),
        x: words.x,
        value: (v) => format.metric(v, metric),
        error: (v) => format.error(v, metric),
        nameOf,
      },
    )
  }
  function table(): Table {
    const { scored, look } = drawn()
    return lineTable(shownFigures(drawn()), scored, look, nameOf)
  }
  return { sheet, table, latex }
}
