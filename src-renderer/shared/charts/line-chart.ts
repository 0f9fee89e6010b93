import type { EChartsOption, SeriesOption } from 'echarts'
import type { Line, LineFigure, Point } from '@/shared/series/lines'
import type { Theme } from '@/theme/tokens'
import {
  AXIS_SIZE,
  colorsOf,
  dashOf,
  isHollowMark,
  lineColor,
  MEDIAN_WIDTH,
  SERIES_WIDTH,
  symbolOf,
  SYMBOL_SIZE,
  textStyle,
} from './look'

export interface LineChartWords {
  readonly x: string
  readonly y: string
  readonly full: string
  readonly floor: string
}

export interface LineChartLook {
  readonly theme: Theme
  readonly words: LineChartWords
  readonly errors: boolean
  readonly log: boolean
  /** Line keys that are hidden, and the one that the others step back for. */
  readonly hidden?: ReadonlySet<string>
  readonly emphasised?: string | null
  readonly small?: boolean
  readonly planned?: boolean
  /** Whether x counts in percent. */
  readonly percent?: boolean
  readonly normalised?: boolean
  /** The y axis of panels that stand side by side. */
  readonly range?: YRange
  readonly formatY: (value: number) => string
}

/** The values that a series paints, in the order of its line's points: `[x, y]`, null where a log axis has no place for it. */
export const paintedValues = (line: Line, log: boolean): (readonly [number, number | null])[] =>
  line.points.map((p) => [p.x, log && p.y <= 0 ? null : p.y])

/** Figures 2, 4 to 9, 11, 12 and 17 as an ECharts option. */
export function lineChart(figure: LineFigure, look: LineChartLook): EChartsOption {
  const c = colorsOf(look.theme)
  const small = look.small === true
  const shown = figure.lines.filter((l) => look.hidden?.has(l.key) !== true)
  const step = look.percent === true ? (small ? 50 : 20) : xStep(figure.xMax, small ? 2 : 9)
  const { min, max, interval } = look.log
    ? { min: undefined, max: undefined, interval: undefined }
    : (look.range ?? yRange(figure, look))
  const axisLabel = { color: c.ink2, fontSize: small ? 10.5 : AXIS_SIZE, fontFamily: textStyle(look.theme).fontFamily }
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: small ? { left: 34, right: 8, top: 10, bottom: 24 } : { left: 58, right: 20, top: 26, bottom: 50 },
    xAxis: {
      type: 'value',
      min: 0,
      max: figure.xMax,
      name: small ? '' : look.words.x,
      nameLocation: 'middle',
      nameGap: 32,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
      axisLine: { lineStyle: { color: c.lineStrong } },
      axisTick: { lineStyle: { color: c.lineStrong } },
      splitLine: { show: false },
      axisLabel: {
        ...axisLabel,
        showMaxLabel: figure.xMax % step === 0,
        formatter: (v: number) => (look.percent === true ? `${v}%` : String(v)),
      },
      interval: step,
    },
    yAxis: {
      type: look.log ? 'log' : 'value',
      min,
      max,
      name: small ? '' : look.words.y,
      nameLocation: 'middle',
      nameGap: 44,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: c.line, type: [2, 3] } },
      axisLabel: { ...axisLabel, formatter: (v: number) => look.formatY(v) },
      ...(interval === undefined
        ? {}
        : {
            interval:
              small && max !== undefined && min !== undefined && (max - min) / interval > 3 ? 2 * interval : interval,
          }),
    },
    series: [
      ...guideSeries(figure, look),
      ...(look.planned === true && !small ? [plannedTicks(figure, look)] : []),
      ...shown.flatMap((l) => lineSeries(l, look)),
    ],
  }
}

/** A round step that gives about `parts` labels. */
function xStep(xMax: number, parts: number): number {
  return [1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50].find((s) => xMax / s <= parts) ?? Math.ceil(xMax / parts)
}

export interface YRange {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/** A y axis that holds a figure's points, bands and guides, in round steps; from 0 up where nothing is below. */
export function yRange(figure: LineFigure, look: Pick<LineChartLook, 'hidden' | 'normalised'>): YRange {
  const values = figure.lines
    .filter((l) => look.hidden?.has(l.key) !== true)
    .flatMap((l) => l.points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y]))
  const all = [
    ...values,
    ...(figure.full === null ? [] : [figure.full]),
    ...(figure.floor === null ? [] : [figure.floor]),
  ].filter(Number.isFinite)
  if (all.length === 0) return { min: 0, max: 1, interval: 0.2 }
  const [low, high] = [Math.min(0, ...all), Math.max(look.normalised === true ? 1 : 0, ...all)]
  const rough = (high - low) / 5 || 0.2
  const nice = 10 ** Math.floor(Math.log10(rough))
  const interval = [1, 2, 5, 10].map((k) => k * nice).find((u) => u >= rough * 0.8) ?? rough
  const up = (v: number): number => Math.ceil(v / interval - 1e-9) * interval
  return { min: low < 0 ? -up(-low) : 0, max: up(high), interval }
}

/** One axis for several panels. */
export function sharedRange(figures: readonly LineFigure[], normalised: boolean): YRange {
  const [first] = figures
  if (!first) return { min: 0, max: 1, interval: 0.2 }
  const full = figures.map((f) => f.full).find((v) => v !== null) ?? null
  const floor = figures.map((f) => f.floor).find((v) => v !== null) ?? null
  return yRange({ ...first, full, floor, lines: figures.flatMap((f) => f.lines) }, { normalised })
}

function guideSeries(figure: LineFigure, look: LineChartLook): SeriesOption[] {
  const c = colorsOf(look.theme)
  const line = (
    y: number,
    name: string,
    color: string,
    width: number,
    type: 'solid' | number[],
    at: 'start' | 'end',
  ): SeriesOption => ({
    type: 'line',
    name,
    silent: true,
    symbol: 'none',
    z: 1,
    data: [
      [0, y],
      [figure.xMax, y],
    ],
    lineStyle: { color, width, type },
    ...(look.small === true
      ? {}
      : {
          markPoint: {
            silent: true,
            symbol: 'rect',
            symbolSize: 0,
            data: [
              {
                name,
                coord: [at === 'start' ? 0 : figure.xMax, y],
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
          },
        }),
  })
  // the floor's name stands where no line begins on it: figure 2 starts with the layer that nothing can do without
  const [full, floor] = [figure.full ?? 1, figure.floor ?? 0]
  const isLow = (p: Point | undefined): boolean => p !== undefined && p.y < floor + 0.12 * (full - floor)
  const floorAt =
    figure.lines.some((l) => isLow(l.points[0])) && !figure.lines.some((l) => isLow(l.points.at(-1))) ? 'end' : 'start'
  const usable = (v: number | null): v is number => v !== null && (!look.log || v > 0)
  return [
    ...(usable(figure.full)
      ? [line(figure.full, look.words.full, lineColor('full', 0, look.theme), 1.75, 'solid', 'end')]
      : []),
    ...(usable(figure.floor) ? [line(figure.floor, look.words.floor, c.ink3, 1.25, [4, 3], floorAt)] : []),
  ]
}

const plannedTicks = (figure: LineFigure, look: LineChartLook): SeriesOption => ({
  type: 'scatter',
  silent: true,
  symbol: 'rect',
  symbolSize: [1.5, 6],
  itemStyle: { color: colorsOf(look.theme).lineStrong },
  z: 0,
  data: figure.xPlanned.map((x) => [x, look.log ? NaN : 0]),
})

const DIMMED = 0.2

function lineSeries(line: Line, look: LineChartLook): SeriesOption[] {
  const c = colorsOf(look.theme)
  const color = lineColor(line.mark, line.tint, look.theme)
  const opacity = look.emphasised != null && look.emphasised !== line.key ? DIMMED : 1
  const thin = line.weight === 'thin'
  const hollow = (p: Point): boolean => isHollowMark(line.mark) || p.isPartial
  const main: SeriesOption = {
    type: 'line',
    name: line.key,
    id: line.key,
    z: thin ? 2 : 4,
    data: line.points.map((p, i) => ({
      value: paintedValues(line, look.log)[i] as unknown as number[],
      symbol: symbolOf(line.mark),
      itemStyle: { color: hollow(p) ? c.surface : color, borderColor: color, borderWidth: hollow(p) ? 2 : 0, opacity },
    })),
    showSymbol: !thin,
    symbolSize: look.small === true ? 0 : SYMBOL_SIZE,
    connectNulls: false,
    lineStyle: {
      color,
      width: thin ? 1 : line.name.kind === 'median' ? MEDIAN_WIDTH : look.small === true ? 2 : SERIES_WIDTH,
      type: dashOf(line.dash),
      opacity: thin ? Math.min(opacity, 0.75) : opacity,
    },
    emphasis: { disabled: true },
  }
  return [
    ...(line.hasBand && opacity === 1 ? [band(line, color)] : []),
    ...(look.errors && !thin && look.small !== true ? [errorBars(line, color, opacity, look.log)] : []),
    main,
  ]
}

type Painter = { coord: (p: number[]) => number[]; value: (i: number) => number }

/** The spread over seeds as one polygon. */
function band(line: Line, color: string): SeriesOption {
  const with2 = line.points.filter((p) => p.low !== null && p.high !== null)
  return {
    type: 'custom',
    silent: true,
    z: 1,
    name: `${line.key} band`,
    data: with2.length > 0 ? [0] : [],
    clip: true,
    renderItem: (_: unknown, api: unknown) => {
      const { coord } = api as Painter
      return {
        type: 'polygon',
        shape: {
          points: [
            ...with2.map((p) => coord([p.x, p.high as number])),
            ...[...with2].reverse().map((p) => coord([p.x, p.low as number])),
          ],
        },
        style: { fill: color, opacity: 0.15 },
      }
    },
  }
}

function errorBars(line: Line, color: string, opacity: number, log: boolean): SeriesOption {
  const points = line.points.filter((p) => p.error !== null && p.error > 0 && !(log && p.y - p.error <= 0))
  return {
    type: 'custom',
    silent: true,
    z: 3,
    name: `${line.key} errors`,
    clip: true,
    data: points.map((p) => [p.x, p.y - (p.error as number), p.y + (p.error as number)]),
    renderItem: (_: unknown, api: unknown) => {
      const { coord, value } = api as Painter
      const [x, low] = coord([value(0), value(1)]) as [number, number]
      const high = (coord([value(0), value(2)]) as [number, number])[1]
      const cap = 3
      const style = { stroke: color, lineWidth: 1, opacity: 0.7 * opacity, fill: 'none' }
      return {
        type: 'group',
        children: [
          [x, low, x, high],
          [x - cap, low, x + cap, low],
          [x - cap, high, x + cap, high],
        ].map(([x1, y1, x2, y2]) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style })),
      }
    },
  }
}
