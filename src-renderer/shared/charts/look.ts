import { markPath } from '@/theme/mark-paths'
import { CHART_COLORS, DASHES, MARKS, TINTS, tint, type MarkName, type Theme } from '@/theme/tokens'

/** What every chart shares: colours of the theme, the words around it, sizes of the design. */

export type ChartColors = (typeof CHART_COLORS)[Theme]
export const colorsOf = (theme: Theme): ChartColors => CHART_COLORS[theme]

export const AXIS_SIZE = 11.5
export const SERIES_WIDTH = 2.25
export const MEDIAN_WIDTH = 2.5
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

export const dashOf = (index: number): number[] | 'solid' => {
  const dash = DASHES[index % DASHES.length] as readonly number[]
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
