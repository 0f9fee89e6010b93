import { markPath } from '@/theme/mark-paths'
import { SCREEN } from './chart-sizes'
import { CHART_COLORS, DASHES, MARKS, TINTS, tint, type MarkName, type Theme } from '@/theme/tokens'

/** What every chart shares: colours of the theme, the words around it, sizes of the design. */

export type ChartColors = (typeof CHART_COLORS)[Theme]
export const colorsOf = (theme: Theme): ChartColors => CHART_COLORS[theme]

/** Fonts by name, in single quotes (they end up in attributes): charts are also drawn where the page's style sheet does not reach. */
export const CHART_FONT =
  "Inter, 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"

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

export const textStyle = (
  theme: Theme,
  size: number = SCREEN.text,
): { fontFamily: string; color: string; fontSize: number } => ({
  fontFamily: CHART_FONT,
  color: CHART_COLORS[theme].ink2,
  fontSize: size,
})

/** What an axis is called, in the middle beside it; `gap` in pixels. */
export const axisName = (
  name: string,
  gap: number,
  theme: Theme,
  size: number = SCREEN.text,
): {
  name: string
  nameLocation: 'middle'
  nameGap: number
  nameTextStyle: { color: string; fontSize: number }
} => ({
  name,
  nameLocation: 'middle',
  nameGap: gap,
  nameTextStyle: { color: CHART_COLORS[theme].ink2, fontSize: size },
})

/** Lines across the plot, at the steps of an axis. */
export const splitLine = (
  theme: Theme,
  width: number = SCREEN.hairline,
): { lineStyle: { color: string; type: number[]; width: number } } => ({
  lineStyle: { color: CHART_COLORS[theme].line, type: [2, 3], width },
})
