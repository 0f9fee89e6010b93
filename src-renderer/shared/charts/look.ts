import { markPath } from '@/theme/mark-paths'
import { CHART_COLORS, DASHES, MARKS, TINTS, tint, type MarkName, type Theme } from '@/theme/tokens'

/** What every chart shares: colours of the theme, the words around it, sizes of the design. */

export type ChartColors = (typeof CHART_COLORS)[Theme]
export const colorsOf = (theme: Theme): ChartColors => CHART_COLORS[theme]

export const AXIS_SIZE = 11.5
export const SERIES_WIDTH = 2.25
export const MEDIAN_WIDTH = 2.5
export const THIN_WIDTH = 1
export const SYMBOL_SIZE = 8
/** Fonts by name, in single quotes (they end up in attributes): charts are also drawn where the page's style sheet does not reach. */
export const CHART_FONT =
  "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', sans-serif"

export const markColor = (mark: MarkName, theme: Theme): string => MARKS[mark][theme]

/** A series' colour: the variant's own, or a tint of it where one variant fills the figure. */
export function lineColor(mark: MarkName, tintIndex: number, theme: Theme): string {
  return tintIndex === 0
    ? MARKS[mark][theme]
    : tint(MARKS[mark][theme], CHART_COLORS[theme].surface, TINTS[tintIndex] ?? 0.5)
}

/** Lengths of a line's dashes and gaps; empty for a solid one. */
export const dashesOf = (index: number): readonly number[] => DASHES[index % DASHES.length] ?? []

export const dashOf = (index: number): number[] | 'solid' => {
  const dash = dashesOf(index)
  return dash.length === 0 ? 'solid' : [...dash]
}

/** A mark as a symbol of ECharts. */
export const symbolOf = (mark: MarkName): string =>
  MARKS[mark].symbol === 'ring' ? 'circle' : `path://${markPath(MARKS[mark].symbol)}`
export const isHollowMark = (mark: MarkName): boolean => MARKS[mark].symbol === 'ring'

export const textStyle = (theme: Theme): { fontFamily: string; color: string; fontSize: number } => ({
  fontFamily: CHART_FONT,
  color: CHART_COLORS[theme].ink2,
  fontSize: AXIS_SIZE,
})

/** What an axis is called, in the middle beside it; `gap` in pixels. */
export const axisName = (
  name: string,
  gap: number,
  theme: Theme,
): {
  name: string
  nameLocation: 'middle'
  nameGap: number
  nameTextStyle: { color: string; fontSize: number }
} => ({
  name,
  nameLocation: 'middle',
  nameGap: gap,
  nameTextStyle: { color: CHART_COLORS[theme].ink2, fontSize: AXIS_SIZE },
})

/** Lines across the plot, at the steps of an axis. */
export const splitLine = (theme: Theme): { lineStyle: { color: string; type: number[] } } => ({
  lineStyle: { color: CHART_COLORS[theme].line, type: [2, 3] },
})
