import type { EChartsOption, XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { legendKey, type LineFigure } from '@/shared/series/line'
import { guideSeries, plannedTicks } from './guide-series'
import { labelSeries } from './label-series'
import type { LineChartLook } from './line-look'
import { lineSeries } from './line-series'
import { AXIS_SIZE, axisName, colorsOf, splitLine, textStyle } from './look'
import { xStep, yRange } from './ranges'

const SMALL_AXIS_SIZE = 10.5
const GRID = { left: 58, right: 20, top: 26, bottom: 50 }
const SMALL_GRID = { left: 34, right: 8, top: 10, bottom: 24 }

/** Lines with their guides as an ECharts option. */
export function lineChart(figure: LineFigure, look: LineChartLook): EChartsOption {
  const shown = figure.lines.filter((l) => look.hidden?.has(legendKey(l)) !== true)
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: look.small ? SMALL_GRID : GRID,
    xAxis: xAxis(figure, look),
    yAxis: yAxis(figure, look),
    series: [
      ...guideSeries(figure, look),
      ...(look.planned && !look.small ? [plannedTicks(figure, look)] : []),
      ...shown.flatMap((l, i) => lineSeries(l, look, dodgeOf(i, shown.length))),
      ...(look.small ? [] : [labelSeries(figure, shown, look)]),
    ],
  }
}

const DODGE = 1.2
/** How far a line's marks and bars stand beside their x, in pixels, so that those of equal values are all seen. */
const dodgeOf = (i: number, n: number): number => (i - (n - 1) / 2) * DODGE

const label = (look: LineChartLook): { color: string; fontSize: number; fontFamily: string } => ({
  color: colorsOf(look.theme).ink2,
  fontSize: look.small ? SMALL_AXIS_SIZE : AXIS_SIZE,
  fontFamily: textStyle(look.theme).fontFamily,
})

function xAxis(figure: LineFigure, look: LineChartLook): XAXisComponentOption {
  const { lineStrong } = colorsOf(look.theme)
  const step = look.percent ? (look.small ? 50 : 20) : xStep(figure.xMax, look.small ? 2 : 9)
  return {
    ...axisName(look.small ? '' : look.words.x, 32, look.theme),
    type: 'value',
    min: figure.xMin,
    max: figure.xMax,
    axisLine: { lineStyle: { color: lineStrong } },
    axisTick: { lineStyle: { color: lineStrong } },
    splitLine: { show: false },
    axisLabel: {
      ...label(look),
      showMinLabel: figure.xMin % step === 0,
      showMaxLabel: figure.xMax % step === 0,
      formatter: (v: number) => (look.percent ? `${v}%` : String(v)),
    },
    interval: step,
  }
}

function yAxis(figure: LineFigure, look: LineChartLook): YAXisComponentOption {
  const shared = {
    ...axisName(look.small ? '' : look.words.y, 44, look.theme),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: splitLine(look.theme),
    axisLabel: { ...label(look), formatter: (v: number) => look.formatY(v) },
  }
  if (look.log) return { ...shared, type: 'log' }
  const { min, max, interval } = look.range ?? yRange(figure, look)
  return { ...shared, type: 'value', min, max, interval }
}
