import type { Line, LineFigure } from '@/shared/series/line'
import { linesByName, markOfLines } from '@/shared/series/legend-rows'
import type { Reference } from '@/shared/series/reference'
import type { Sheet } from './compose-svg'
import { lineChart } from './line-chart'
import { GUESS_DASH } from './guide-series'
import type { LineChartLook, LineChartWords } from './line-look'
import { dashesOf } from './look'
import { sharedRange, stepsWithRoom } from './ranges'
import type { SheetLegend } from './sheet-legend'

/** Charts with lines as they leave the app: on paper. */

/** Height over width of a chart that stands alone, and of one of several. */
const ALONE = 0.62
const BESIDE = 0.72
const BESIDE_NARROW = 0.84

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
  const figures = panels.map((p) => p.figure)
  // what the legend says of every panel alike is not said again in each
  const isNamed = figures.some(({ lines }) => lines.filter((l) => l.weight === 'main').length > 1)
  return panels.map(({ letter, title, figure, references = [], x }) => ({
    letter,
    title,
    ...(several ? { aspect: BESIDE, narrowAspect: BESIDE_NARROW } : { aspect: ALONE }),
    draw: ({ theme, sizes, height, labels }) => {
      const steps = stepsWithRoom(height - sizes.grid.top - sizes.grid.bottom, sizes.text)
      return lineChart(figure, {
        ...look,
        references,
        words: { ...look.words, x },
        theme,
        sizes,
        ...(labels && (isNamed || !several) ? { nameOf, allNamed: true } : {}),
        namesGuides: !several,
        range: sharedRange(figures, { ...look, steps }),
      })
    },
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
    isThin: line.weight === 'thin',
    dash: dashesOf(line.dash),
    note: noteOf([line, ...others]),
  }))

/** The full model and the guess, where no panel names them at their lines. */
export const guideLegend = (
  panels: readonly Pick<LineSheetPanel, 'figure'>[],
  { full, floor }: Pick<LineChartWords, 'full' | 'floor'>,
): readonly SheetLegend[] => {
  if (panels.length < 2) return []
  const entry = { mark: 'full' as const, tint: 0, hasSymbol: false, isThin: false, note: '' }
  return [
    ...(panels.some((p) => p.figure.full !== null) ? [{ ...entry, text: full, dash: [] }] : []),
    ...(panels.some((p) => p.figure.floor !== null)
      ? [{ ...entry, text: floor, mark: null, isThin: true, dash: GUESS_DASH }]
      : []),
  ]
}

/** Curves of a file: pale, without a symbol, whichever panels they are in. */
export const referenceLegend = (references: readonly Reference[]): readonly SheetLegend[] =>
  [...new Set(references.map((r) => r.name))].map((text, i) => ({
    ...{ text, mark: null, tint: 0, hasSymbol: false, isThin: true, dash: dashesOf(i), note: '' },
  }))
