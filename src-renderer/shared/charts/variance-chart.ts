import type { EChartsOption } from 'echarts'
import { magnitudeText } from '@contract/format/numbers'
import type { Theme } from '@/theme/tokens'
import { SCREEN, type ChartSizes } from './chart-sizes'
import { axisName, colorsOf, splitLine, textStyle } from './look'
import { namedStates, statesGrid } from './states-axis'

export interface VarianceSeries {
  readonly name: string
  readonly color: string
  readonly symbol: string
  readonly positions: readonly string[]
  readonly values: readonly number[]
  /** Positions of the middle, to be shaded; null where there is none. */
  readonly middle: readonly [number, number] | null
}

export interface VarianceLook {
  readonly theme: Theme
  readonly axis: string
  readonly y: string
  readonly range: readonly [low: number, high: number]
  /** The curves of the panels beside, drawn pale. */
  readonly others: readonly VarianceSeries[]
  /** Those of the screen where nothing is said. */
  readonly sizes?: ChartSizes
}

const valueText = (v: number): string => (v >= 1e4 || v < 1e-2 ? magnitudeText(v, 0) : String(Number(v.toPrecision(2))))

/** Variance of the hidden states by position, on a log axis. */
export function varianceChart(series: VarianceSeries, look: VarianceLook): EChartsOption {
  const c = colorsOf(look.theme)
  const sizes = look.sizes ?? SCREEN
  const { text, nameGap } = sizes
  const label = { color: c.ink2, fontSize: text }
  return {
    animation: false,
    textStyle: textStyle(look.theme, text),
    grid: { ...statesGrid(sizes), top: 12 },
    xAxis: {
      ...axisName(look.axis, nameGap.x, look.theme, text),
      type: 'category',
      data: [...series.positions],
      axisLine: { lineStyle: { color: c.lineStrong } },
      axisTick: { show: false },
      axisLabel: { ...label, interval: namedStates(series.positions, sizes), hideOverlap: true },
    },
    yAxis: {
      ...axisName(look.y, nameGap.y, look.theme, text),
      type: 'log',
      min: look.range[0],
      max: look.range[1],
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: splitLine(look.theme),
      axisLabel: { ...label, formatter: valueText, hideOverlap: true },
    },
    series: [
      ...look.others.map((other) => ({
        type: 'line' as const,
        id: `variance of ${other.name}`,
        data: logged(other.values),
        silent: true,
        symbol: 'none',
        lineStyle: { color: other.color, width: sizes.series * 0.6, opacity: 0.45 },
        emphasis: { disabled: true },
      })),
      {
        type: 'line',
        id: 'variance',
        name: series.name,
        data: logged(series.values),
        symbol: series.symbol,
        symbolSize: sizes.symbol * 0.75,
        showSymbol: true,
        itemStyle: { color: series.color },
        lineStyle: { color: series.color, width: sizes.series * 0.9 },
        emphasis: { disabled: true },
        ...(series.middle ? { markArea: shaded(series.middle, c.ink) } : {}),
      },
    ],
  }
}

/** A line breaks where nothing is, and where a log axis has no place. */
const logged = (values: readonly number[]): (number | null)[] => values.map((v) => (v > 0 ? v : null))

const shaded = ([from, to]: readonly [number, number], color: string): object => ({
  silent: true,
  itemStyle: { color, opacity: 0.06 },
  data: [[{ xAxis: from }, { xAxis: to }]],
})
