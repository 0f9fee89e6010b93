import type { CustomSeriesOption, LineSeriesOption } from 'echarts'
import { legendKey, unbroken, type Line, type Point } from '@/shared/series/line'
import { sizesOf, type LineChartLook } from './line-look'
import { colorsOf, dashOf, isHollowMark, lineColor, symbolOf } from './look'
import { painterOf } from './painter'
import { metricBounds, within } from './ranges'

const DIMMED = 0.2
const THIN_OPACITY = 0.75
/** Pixels of a mark where lines have none. */
const LEAST_MARK = 5

/** A line with its marks, its error bars and its band. @param dodge pixels beside x of marks and bars */
export function lineSeries(line: Line, look: LineChartLook, dodge = 0): (LineSeriesOption | CustomSeriesOption)[] {
  const color = lineColor(line.mark, line.tint, look.theme)
  const stepsBack = look.emphasised != null && look.emphasised !== legendKey(line)
  const opacity = stepsBack ? DIMMED : 1
  const isThin = line.weight === 'thin'
  return [
    ...(line.hasBand && !stepsBack ? [band(line, color, metricBounds(look.metric), look.log)] : []),
    ...(look.errors && !isThin && !look.small ? [errorBars(line, color, opacity, look, dodge)] : []),
    {
      type: 'line',
      name: line.key,
      id: line.key,
      z: isThin ? 2 : 4,
      data: marks(line, color, opacity, look, dodge),
      showSymbol: true,
      connectNulls: false,
      lineStyle: {
        color,
        width: widthOf(line, look),
        type: dashOf(line.dash),
        opacity: isThin ? Math.min(opacity, THIN_OPACITY) : opacity,
      },
      emphasis: { disabled: true },
    },
  ]
}

function widthOf(line: Line, look: LineChartLook): number {
  const { thin, median, series } = sizesOf(look)
  if (line.weight === 'thin') return thin
  return line.name.kind === 'median' ? median : series
}

/** The points in their order: null where a log axis has no place for one. Hollow where not all documents are measured. */
function marks(
  line: Line,
  color: string,
  opacity: number,
  look: LineChartLook,
  dodge: number,
): LineSeriesOption['data'] {
  const { surface } = colorsOf(look.theme)
  const size = line.weight === 'thin' ? 0 : sizesOf(look).symbol
  // no line leads to a point between gaps: without a mark it would not be there
  const alone = new Set(unbroken(line.points, line.gaps).flatMap(([p, next]) => (next ? [] : [p])))
  const measured = line.points.map((p) => {
    const isHollow = isHollowMark(line.mark) || p.isPartial
    return {
      x: p.x,
      value: [p.x, look.log && p.y <= 0 ? null : p.y],
      symbol: symbolOf(line.mark),
      symbolSize: alone.has(p) ? Math.max(size, LEAST_MARK) : size,
      symbolOffset: [look.small ? 0 : dodge, 0],
      itemStyle: {
        color: isHollow ? surface : color,
        borderColor: color,
        borderWidth: isHollow ? sizesOf(look).series * 0.9 : 0,
        opacity,
      },
    }
  })
  const gaps = line.gaps.map((x) => ({ x, value: [x, null] }))
  return [...measured, ...gaps].sort((a, b) => a.x - b.x).map(({ x: _, ...item }) => item)
}

/** The spread over seeds, a polygon where points follow one another: like the line, it breaks where nothing is measured. */
function band(line: Line, color: string, [least, most]: readonly [number, number], isLog: boolean): CustomSeriesOption {
  // a log axis has no place for nothing and less: the band goes down to below what else is drawn
  const ends = line.points.flatMap(({ low, high, y }) => [low ?? y, high ?? y]).filter((v) => v > 0)
  const bounds = [isLog ? Math.max(least, Math.min(...ends) / 10) : least, most] as const
  const hasPlace = (high: number | null): high is number => high !== null && !(isLog && high <= 0)
  const spread = line.points.flatMap(({ x, low, high }) => (low === null || !hasPlace(high) ? [] : [{ x, low, high }]))
  const without = line.points.filter((p) => p.low === null || !hasPlace(p.high)).map((p) => p.x)
  const parts = unbroken(spread, [...line.gaps, ...without])
  return {
    type: 'custom',
    silent: true,
    z: 1,
    name: `${line.key} band`,
    data: parts.map((_, i) => [i]),
    clip: true,
    renderItem: ({ dataIndex }, api) => {
      const { at } = painterOf(api)
      const part = parts[dataIndex] ?? []
      const above = part.map((p) => [...at(p.x, within(bounds, p.high))])
      const below = part.map((p) => [...at(p.x, within(bounds, p.low))])
      return {
        type: 'polygon',
        shape: { points: [...above, ...below.reverse()] },
        style: { fill: color, opacity: 0.15 },
      }
    },
  }
}

/** A bar that would reach beyond what the metric can be is cut there, without a cap. */
function errorBars(line: Line, color: string, opacity: number, look: LineChartLook, dodge: number): CustomSeriesOption {
  const { log } = look
  const { bar, cap } = sizesOf(look)
  const bounds = metricBounds(look.metric)
  const ends = ({ x, y, error }: Point): number[][] => {
    if (error === null || error <= 0 || (log && y <= 0)) return []
    const [low, high] = [y - error, y + error]
    // on a log axis a bar that reaches nothing ends without a cap
    if (log && low <= 0) return [[x, y / 10, high, 0, 1]]
    const [drawnLow, drawnHigh] = [within(bounds, low), within(bounds, high)]
    return [[x, drawnLow, drawnHigh, Number(drawnLow === low), Number(drawnHigh === high)]]
  }
  return {
    type: 'custom',
    silent: true,
    z: 3,
    name: `${line.key} errors`,
    data: line.points.flatMap(ends),
    renderItem: (_, api) => {
      const { at, value } = painterOf(api)
      const [middle, low] = at(value(0), value(1))
      const x = middle + dodge
      const [, high] = at(value(0), value(2))
      const style = { stroke: color, lineWidth: bar, opacity: 0.7 * opacity, fill: 'none' }
      const strokes = [
        { x1: x, y1: low, x2: x, y2: high },
        ...(value(3) ? [{ x1: x - cap, y1: low, x2: x + cap, y2: low }] : []),
        ...(value(4) ? [{ x1: x - cap, y1: high, x2: x + cap, y2: high }] : []),
      ]
      return { type: 'group', children: strokes.map((shape) => ({ type: 'line', shape, style })) }
    },
  }
}
