import { useI18n } from 'vue-i18n'
import type { Sheet } from '@/shared/charts/compose-svg'
import { lineLegend, linePanels } from '@/shared/charts/line-sheet'
import { useLineNames } from '@/shared/figure/use-line-names'
import { useFormat } from '@/shared/format/use-format'
import type { Line, LineLook } from '@/shared/series/line'
import { lineTable } from '@/shared/series/line-table'
import type { Source } from '@/shared/series/source'
import type { Table } from '@/shared/series/table'
import { lineCaption } from './definitions/caption'
import type { LinesDefinition, Panel } from './definitions/definition'
import { useTexts } from './use-texts'

/** Points of a chart that stands alone. */
const ALONE = { width: 860, height: 440 }

interface Drawn {
  readonly definition: LinesDefinition
  readonly sources: readonly Source[]
  readonly look: LineLook
  readonly badge: string
  readonly panels: readonly Panel[]
  readonly words: { readonly x: string; readonly y: string }
  readonly errors: boolean
  readonly log: boolean
  readonly percent: boolean
  readonly hidden: ReadonlySet<string>
}

/** A figure with lines as it leaves the app. */
export function useLineSheet(drawn: () => Drawn) {
  const { t } = useI18n()
  const format = useFormat()
  const { text, sheetTitle } = useTexts()
  const { nameOf, noteOf } = useLineNames()
  const shown = (lines: readonly Line[], hidden: ReadonlySet<string>): readonly Line[] =>
    lines.filter((l) => !hidden.has(l.key))

  function sheet(): Sheet {
    const { definition, sources, look, badge, panels, words, errors, log, percent, hidden } = drawn()
    const several = panels.length > 1
    const isNormalised = look.choice.score === 'normalised'
    const lines = panels[0]?.figure.lines ?? []
    const caption = lineCaption(sources, panels, {
      score: isNormalised ? t('figures.captionNormalised') : words.y,
      date: format.time(new Date().toISOString()),
      band: t(`figures.band.${look.band}`),
    })
    return {
      title: sheetTitle(definition),
      badge,
      caption: caption.map(text),
      theme: 'light',
      columns: 2,
      legend: lineLegend(several ? lines : shown(lines, hidden), nameOf, noteOf),
      panels: linePanels(
        panels.map((p) => ({ title: several ? text(p.title) : '', figure: p.figure })),
        ALONE,
        {
          words: { ...words, full: t('figures.full'), floor: t('figures.floor') },
          errors,
          log,
          percent,
          normalised: isNormalised,
          hidden,
        },
      ),
    }
  }
  function table(): Table {
    const { panels, hidden } = drawn()
    return lineTable(
      panels.map((p) => ({ name: text(p.title), figure: { ...p.figure, lines: shown(p.figure.lines, hidden) } })),
      nameOf,
    )
  }
  return { sheet, table }
}
