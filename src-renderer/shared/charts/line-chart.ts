import type { EChartsOption, XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { legendKey, type LineFigure } from '@/shared/series/line'
import { depthSeries } from './depth-series'
import { guideSeries, plannedTicks } from './guide-series'
import { labelSeries } from './label-series'
import { SCREEN } from './chart-sizes'
import { sizesOf, type LineChartLook } from './line-look'
import { lineSeries } from './line-series'
import { referenceSeries } from './reference-series'
import { axisName, colorsOf, splitLine, textStyle } from './look'
import { xStep, yRange } from './ranges'

/** Lines with their guides as an ECharts option. */
export function lineChart(figure: LineFigure, look: LineChartLook): EChartsOption {
  const shown = figure.lines.filter((l) => look.hidden?.has(legendKey(l)) !== true)
  return {
    animation: false,
    textStyle: textStyle(look.theme, sizesOf(look).text),
    grid: { ...sizesOf(look).grid },
    xAxis: xAxis(figure, look),
    yAxis: yAxis(figure, look),
    series: [
      ...(figure.isByLayer && !look.log ? [depthSeries(figure, look, (look.range ?? yRange(figure, look)).min)] : []),
      ...guideSeries(figure, look),
      ...referenceSeries(look.references ?? [], look),
      ...(look.planned && !look.small ? [plannedTicks(figure, look)] : []),
      ...shown.flatMap((l, i) => lineSeries(l, look, dodgeOf(i, shown.length, sizesOf(look).dodge))),
      ...(look.small ? [] : [labelSeries(figure, shown, look)]),
    ],
  }
}

/** How far a line's marks and bars stand beside their x, in pixels, so that those of equal values are all seen. */
const dodgeOf = (i: number, n: number, step: number): number => (i - (n - 1) / 2) * step

const label = (look: LineChartLook): { color: string; fontSize: number; fontFamily: string } => ({
  color: colorsOf(look.theme).ink2,
  fontSize: sizesOf(look).text,
  fontFamily: textStyle(look.theme).fontFamily,
})

function xAxis(figure: LineFigure, look: LineChartLook): XAXisComponentOption {
  const { lineStrong } = colorsOf(look.theme)
  const { text, nameGap, nLabels, hairline } = sizesOf(look)
  const step = look.percent ? (look.small ? 50 : nLabels < SCREEN.nLabels ? 25 : 20) : xStep(figure.xMax, nLabels)
  const lineStyle = { color: lineStrong, width: hairline }
  return {
    ...axisName(look.small ? '' : look.words.x, nameGap.x, look.theme, text),
    type: 'value',
    min: figure.xMin,
    max: figure.xMax,
    axisLine: { lineStyle },
    // where depth is drawn, its ticks are the axis's
    axisTick: { show: !figure.isByLayer, lineStyle, length: look.small ? 5 : nLabels < SCREEN.nLabels ? 3 : 5 },
    splitLine: { show: false },
    axisLabel: {
      ...label(look),
      showMinLabel: figure.isByLayer || figure.xMin % step === 0,
      showMaxLabel: figure.isByLayer || figure.xMax % step === 0,
      formatter: (v: number) => (look.percent ? `${v}%` : String(v)),
      // the axis begins half a layer before the first, and would count in halves
      ...(figure.isByLayer ? { customValues: multiplesUpTo(figure.nLayers - 1, step) } : {}),
    },
    interval: step,
  }
}

const multiplesUpTo = (most: number, step: number): number[] =>
  Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step)

function yAxis(figure: LineFigure, look: LineChartLook): YAXisComponentOption {
  const { text, nameGap, hairline } = sizesOf(look)
  const shared = {
    ...axisName(look.small ? '' : look.words.y, nameGap.y, look.theme, text),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: splitLine(look.theme, hairline),
  }
  const { min, max, interval } = look.range ?? yRange(figure, look)
  const axisLabel = { ...label(look), formatter: (v: number) => look.formatY(v, interval) }
  if (look.log) return { ...shared, axisLabel, type: 'log' }
  // steps are counted from 0, not from an end that may lie between two of them
  const customValues = multiplesWithin(min, max, interval)
  return {
    ...shared,
    axisTick: { ...shared.axisTick, customValues },
    axisLabel: { ...axisLabel, customValues },
    ...{ type: 'value', min, max, interval },
  }
}

function multiplesWithin(min: number, max: number, step: number): number[] {
  const [first, last] = [Math.ceil(min / step - 1e-6), Math.floor(max / step + 1e-6)]
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
