import type { LineSeriesOption, ScatterSeriesOption } from 'echarts'
import type { LineFigure, Point } from '@/shared/series/line'
import type { LineChartLook } from './line-look'
import { AXIS_SIZE, colorsOf, lineColor } from './look'

/** What lines are read against: the full model, what guessing scores, and where points are still to come. */

interface Guide {
  readonly y: number
  readonly name: string
  readonly color: string
  readonly width: number
  readonly type: 'solid' | number[]
  /** Which end carries the name. */
  readonly at: 'start' | 'end'
}

export function guideSeries(figure: LineFigure, look: LineChartLook): LineSeriesOption[] {
  const { theme, words, log } = look
  const isUsable = (v: number | null): v is number => v !== null && (!log || v > 0)
  const guides: Guide[] = []
  if (isUsable(figure.full)) {
    const color = lineColor('full', 0, theme)
    guides.push({ y: figure.full, name: words.full, color, width: 1.75, type: 'solid', at: 'end' })
  }
  if (isUsable(figure.floor)) {
    const color = colorsOf(theme).ink3
    guides.push({ y: figure.floor, name: words.floor, color, width: 1.25, type: [4, 3], at: floorNameAt(figure) })
  }
  return guides.map((g) => guideLine(g, figure.xMax, look.small === true))
}

/** Where no line begins on it: figure 2 starts with the layer that nothing can do without. */
function floorNameAt({ lines, full, floor }: LineFigure): 'start' | 'end' {
  const [high, low] = [full ?? 1, floor ?? 0]
  const isLow = (p: Point | undefined): boolean => p !== undefined && p.y < low + 0.12 * (high - low)
  return lines.some((l) => isLow(l.points[0])) && !lines.some((l) => isLow(l.points.at(-1))) ? 'end' : 'start'
}

const guideLine = (guide: Guide, xMax: number, small: boolean): LineSeriesOption => ({
  type: 'line',
  name: guide.name,
  silent: true,
  symbol: 'none',
  z: 1,
  data: [
    [0, guide.y],
    [xMax, guide.y],
  ],
  lineStyle: { color: guide.color, width: guide.width, type: guide.type },
  ...(small ? {} : { markPoint: guideName(guide, xMax) }),
})

/** The name stands on the line, at one of its ends. */
const guideName = ({ y, name, color, at }: Guide, xMax: number): NonNullable<LineSeriesOption['markPoint']> => ({
  silent: true,
  symbol: 'rect',
  symbolSize: 0,
  data: [
    {
      name,
      coord: [at === 'start' ? 0 : xMax, y],
      value: name,
      label: {
        show: true,
        formatter: name,
        color,
        fontSize: AXIS_SIZE,
        fontWeight: 500,
        position: at === 'start' ? [4, -15] : [-4, -15],
        align: at === 'start' ? 'left' : 'right',
      },
    },
  ],
})

export const plannedTicks = (figure: LineFigure, look: LineChartLook): ScatterSeriesOption => ({
  type: 'scatter',
  silent: true,
  symbol: 'rect',
  symbolSize: [1.5, 6],
  itemStyle: { color: colorsOf(look.theme).lineStrong },
  z: 0,
  data: figure.xPlanned.map((x) => [x, look.log ? NaN : 0]),
})
