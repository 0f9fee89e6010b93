import type { LineSeriesOption, ScatterSeriesOption } from 'echarts'
import type { LineFigure } from '@/shared/series/line'
import { sizesOf, type LineChartLook } from './line-look'
import { colorsOf, lineColor } from './look'

/** What lines are read against: the full model, what guessing scores, and where points are still to come. */

export const GUESS_DASH: readonly number[] = [4, 3]

interface Guide {
  readonly data: readonly (readonly [x: number, y: number])[]
  readonly name: string
  readonly color: string
  readonly width: number
  readonly type: 'solid' | number[]
}

/** Their names are labels of the chart, which find their own place. */
export function guideSeries(figure: LineFigure, look: LineChartLook): LineSeriesOption[] {
  const { theme, words, log } = look
  const isUsable = (v: number | null): v is number => v !== null && (!log || v > 0)
  const { guide } = sizesOf(look)
  const along = (y: number): Guide['data'] => [
    [figure.xMin, y],
    [figure.xMax, y],
  ]
  const guides: Guide[] = []
  const color = lineColor('full', 0, theme)
  if (isUsable(figure.full))
    guides.push({ data: along(figure.full), name: words.full, color, width: guide, type: 'solid' })
  const onHalf = figure.fullOnHalf.filter(([, y]) => isUsable(y))
  if (onHalf.length > 0)
    guides.push({ data: onHalf, name: words.fullOnHalf, color, width: guide * 0.7, type: [1.5, 2.5] })
  if (isUsable(figure.floor)) {
    const { ink3 } = colorsOf(theme)
    guides.push({
      data: along(figure.floor),
      name: words.floor,
      color: ink3,
      width: guide * 0.7,
      type: [...GUESS_DASH],
    })
  }
  return guides.map(guideLine)
}

const guideLine = (guide: Guide): LineSeriesOption => ({
  type: 'line',
  name: guide.name,
  silent: true,
  symbol: 'none',
  z: 1,
  data: guide.data.map((point) => [...point]),
  lineStyle: { color: guide.color, width: guide.width, type: guide.type },
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
