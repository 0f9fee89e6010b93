import type { CustomSeriesOption, EChartsOption } from 'echarts'
import type { LoopFigure } from '@/shared/series/loops'
import { between, inkOn, SEQUENTIAL, type Theme } from '@/theme/tokens'
import { scaleShare, type HeatRange } from './heatmap-scale'
import { SCREEN, type ChartSizes } from './chart-sizes'
import { axisName, colorsOf, textStyle } from './look'
import { markText } from './mark-text'
import { textWidth } from './text-widths'
import { cellBox, grown, painterOf, type Box } from './painter'

export interface HeatmapLook {
  readonly theme: Theme
  /** `parallel`: how one iteration is written. */
  readonly words: { readonly x: string; readonly y: string; readonly parallel: string }
  readonly formatCell: (value: number) => string
  readonly selected: { readonly m: number; readonly n: number } | null
  readonly range: HeatRange
  readonly lowerIsBetter: boolean
  /** Those of the screen where nothing is said. */
  readonly sizes?: ChartSizes
}

const GAP = 1.5
/** More cells than this along an axis have no room for their values; nor have narrower ones. */
const MOST_WITH_TEXT = 30
const NARROWEST_WITH_TEXT = 19

/** Iterations between those that were measured have a row, so that neighbours in the picture are neighbours. */
const MOST_ROWS = 12

function rowsOf({ ns }: LoopFigure): readonly number[] {
  const [least, most] = [Math.min(...ns), Math.max(...ns)]
  return ns.length > 0 && most - least < MOST_ROWS ? Array.from({ length: most - least + 1 }, (_, i) => least + i) : ns
}

/** M by iterations, the best n of each M in a red box drawn in the gap, ties with a dot; missing cells hatched. */
export function heatmapChart(figure: LoopFigure, look: HeatmapLook): EChartsOption {
  const { text, grid, nameGap } = look.sizes ?? SCREEN
  const axis = {
    type: 'category' as const,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: colorsOf(look.theme).ink2, fontSize: text, interval: 0, hideOverlap: true },
  }
  return {
    animation: false,
    textStyle: textStyle(look.theme, text),
    // the row of one iteration has a word beside its number
    grid: { ...grid, left: grid.left + 2.2 * text, top: 10 },
    xAxis: { ...axis, ...axisName(look.words.x, nameGap.x, look.theme, text), data: figure.ms.map(String) },
    yAxis: {
      ...axis,
      ...axisName(look.words.y, nameGap.y + 2.2 * text, look.theme, text),
      data: rowsOf(figure).map((n) => (n === 1 ? look.words.parallel : String(n))),
    },
    series: [cellSeries(figure, look)],
  }
}

/** A cell as a datum: column, row, value, and whether it is the best, selected, partial, as good as the best (0 or 1). */
function cellData(figure: LoopFigure, selected: HeatmapLook['selected']): number[][] {
  const flag = (is: boolean): number => (is ? 1 : 0)
  const rows = rowsOf(figure)
  const cells = figure.cells.map(({ m, n, point, rank }) => [
    figure.ms.indexOf(m),
    rows.indexOf(n),
    point.y,
    flag(rank === 'best'),
    flag(selected?.m === m && selected.n === n),
    flag(point.isPartial),
    flag(rank === 'tie'),
  ])
  const isThere = (m: number, n: number): boolean => figure.cells.some((c) => c.m === m && c.n === n)
  const missing = figure.ms.flatMap((m, x) => rows.flatMap((n, y) => (isThere(m, n) ? [] : [[x, y, NaN]])))
  return [...cells, ...missing]
}

function cellSeries(figure: LoopFigure, look: HeatmapLook): CustomSeriesOption {
  const c = colorsOf(look.theme)
  const hasText = figure.ms.length <= MOST_WITH_TEXT && figure.ns.length <= MOST_WITH_TEXT
  const frame = (box: Box, z2: number, stroke: string, lineWidth: number, r = 0): object => ({
    type: 'rect',
    z2,
    shape: { ...box, r },
    style: { fill: 'none', stroke, lineWidth },
  })
  return {
    type: 'custom',
    name: 'cells',
    id: 'cells',
    data: cellData(figure, look.selected),
    encode: { x: 0, y: 1 },
    renderItem: (_, api) => {
      const painter = painterOf(api)
      const { value, at } = painter
      const box = cellBox(painter, value(0), value(1), GAP)
      const shape = { ...box, r: 2 }
      const v = value(2)
      if (!Number.isFinite(v)) return { type: 'rect', shape, style: hatched(c.inset, c.track) }
      const fill = between(SEQUENTIAL[look.theme], scaleShare(v, look.range, look.lowerIsBetter))
      const [x, y] = at(value(0), value(1))
      const [width, height] = painter.cell
      const fontSize = cellTextSize(width, height, look.sizes)
      const text = markText({ x, y, text: look.formatCell(v), fill: inkOn(fill), fontSize })
      const hasRoom = width > NARROWEST_WITH_TEXT && textWidth(look.formatCell(v), fontSize) < box.width
      return {
        type: 'group',
        children: [
          { type: 'rect', shape, style: { fill, opacity: value(5) ? 0.75 : 1 } },
          ...(hasText && hasRoom ? [text] : []),
          ...(value(6) ? [dot(box, inkOn(fill))] : []),
          ...(value(3) ? [frame(grown(box, 0.5), 10, c.bestBox, 2.25, 2)] : []),
          ...(value(4) ? [frame(grown(box, 3), 11, c.ink, 2, 4)] : []),
        ],
      }
    },
  } as CustomSeriesOption
}

/** Grows with its cell; on paper never below the other texts, where the screen has a pointer that tells the value. */
function cellTextSize(width: number, height: number, print: ChartSizes | undefined): number {
  const { text } = print ?? SCREEN
  const roomy = Math.min(width, height) / 4.5
  if (print) return Math.min(Math.max(print.text, roomy), 1.4 * text)
  return Math.min(Math.max(text - 1.5, roomy), width / 2.6, 1.4 * text)
}

/** As good as the boxed one. */
const dot = ({ x, y, width }: Box, fill: string): object => ({
  type: 'circle',
  shape: { cx: x + width - 4.5, cy: y + 4.5, r: 1.6 },
  style: { fill },
})

const hatched = (ground: string, color: string): object => ({
  fill: ground,
  decal: { symbol: 'rect', rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [1, 5], color },
})
