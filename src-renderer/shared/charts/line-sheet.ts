import type { Line, LineFigure } from '@/shared/series/line'
import { linesByName, markOfLines } from '@/shared/series/legend-rows'
import type { Reference } from '@/shared/series/reference'
import type { Sheet } from './compose-svg'
import { lineChart } from './line-chart'
import type { LineChartLook } from './line-look'
import { dashesOf } from './look'
import { sharedRange } from './ranges'
import type { SheetLegend } from './sheet-legend'

/** Charts with lines as they leave the app: on paper. */

/** Height over width of a chart that stands alone, and of one of several. */
const ALONE = 0.62
const BESIDE = 0.72

export interface LineSheetPanel {
  readonly letter: string
  readonly title: string
  readonly figure: LineFigure
  readonly references?: readonly Reference[]
  readonly x: string
}

/** Several panels share their y axis. */
export function linePanels(
  panels: readonly LineSheetPanel[],
  look: Omit<LineChartLook, 'theme' | 'range' | 'sizes' | 'nameOf'>,
  nameOf: (line: Line) => string,
): Sheet['panels'] {
  const several = panels.length > 1
  const range = sharedRange(
    panels.map((p) => p.figure),
    look,
  )
  return panels.map(({ letter, title, figure, references = [], x }) => ({
    letter,
    title,
    aspect: several ? BESIDE : ALONE,
    draw: ({ theme, sizes, labels }) =>
      lineChart(figure, {
        ...look,
        references,
        words: { ...look.words, x },
        theme,
        sizes,
        ...(labels ? { nameOf, allNamed: true } : {}),
        ...(several ? { range } : {}),
      }),
  }))
}

/** An entry a name, for the lines of all panels. */
export const lineLegend = (
  lines: readonly Line[],
  nameOf: (line: Line) => string,
  noteOf: (lines: readonly Line[]) => string,
): readonly SheetLegend[] =>
  linesByName(lines).map(([, [line, ...others]]) => ({
    text: nameOf(line),
    mark: markOfLines([line, ...others]),
    tint: line.tint,
    hasSymbol: line.weight === 'main',
    dash: dashesOf(line.dash),
    note: noteOf([line, ...others]),
  }))

/** Curves of a file: pale, without a symbol, whichever panels they are in. */
export const referenceLegend = (references: readonly Reference[]): readonly SheetLegend[] =>
  [...new Set(references.map((r) => r.name))].map((text) => ({
    ...{ text, mark: null, tint: 0, hasSymbol: false, dash: [], note: '' },
  }))
