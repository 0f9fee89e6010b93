import type { Line, LineFigure } from '@/shared/series/line'
import { dashesOf, lineColor } from './look'
import { lineChart } from './line-chart'
import type { LineChartLook } from './line-look'
import { sharedRange } from './ranges'
import type { Sheet } from './compose-svg'
import type { SheetLegend } from './sheet-legend'

/** Charts with lines as they leave the app: on paper, in the light theme. */

/** Points: of one of several beside one another. */
const BESIDE = { width: 420, height: 300 }

export interface SheetPanel {
  readonly title: string
  readonly figure: LineFigure
  readonly x: string
}

/** @param alone points of a chart that stands alone; several share their y axis instead. */
export function linePanels(
  panels: readonly SheetPanel[],
  alone: { readonly width: number; readonly height: number },
  look: Omit<LineChartLook, 'theme' | 'formatY' | 'range'>,
): Sheet['panels'] {
  const several = panels.length > 1
  const range = sharedRange(
    panels.map((p) => p.figure),
    look,
  )
  return panels.map(({ title, figure, x }) => ({
    title,
    ...(several ? BESIDE : alone),
    option: lineChart(figure, {
      ...look,
      words: { ...look.words, x },
      theme: 'light',
      formatY: (v) => String(Number(v.toPrecision(3))),
      ...(several ? { range } : {}),
    }),
  }))
}

export const lineLegend = (
  lines: readonly Line[],
  nameOf: (line: Line) => string,
  noteOf: (line: Line) => string,
): readonly SheetLegend[] =>
  lines.map((line) => ({
    text: nameOf(line),
    mark: line.weight === 'thin' ? null : line.mark,
    color: lineColor(line.mark, line.tint, 'light'),
    dash: dashesOf(line.dash),
    note: noteOf(line),
  }))
