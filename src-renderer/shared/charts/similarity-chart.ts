import type { EChartsOption } from 'echarts'
import { layerOfPosition, type SimilarityFigure } from '@/shared/series/similarity'
import { between, depthTone, SEQUENTIAL, type Theme } from '@/theme/tokens'
import { AXIS_SIZE, colorsOf, textStyle } from './look'

export interface SimilarityLook {
  readonly theme: Theme
  readonly words: { readonly axis: string; readonly groups: Readonly<Record<'beginning' | 'middle' | 'end', string>> }
}

type Painter = { coord: (p: number[]) => number[]; size: (p: number[]) => number[]; value: (i: number) => number }
const GROUND = { left: 58, right: 12, top: 8, bottom: 44 }

/** Figures 3, 14 and the upper half of 15: similarity of every state with every other, the embedding first, y downwards, depth tones along both axes. */
export function similarityChart(figure: SimilarityFigure, look: SimilarityLook): EChartsOption {
  const c = colorsOf(look.theme)
  const S = figure.positions.length
  const cells: number[][] = []
  for (let y = 0; y < S; y++) for (let x = 0; x < S; x++) cells.push([x, y, figure.cosine[y * S + x] ?? NaN])
  const step = Math.max(1, Math.ceil(S / 7))
  const axis = {
    type: 'category' as const,
    data: [...figure.positions],
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: c.ink2,
      fontSize: AXIS_SIZE,
      margin: 12,
      interval: (i: number) => i === 0 || (i - 1) % step === 0,
      hideOverlap: true,
    },
    name: look.words.axis,
    nameLocation: 'middle' as const,
    nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
  }
  const toneOf = (i: number): string => {
    const layer = layerOfPosition(figure.positions[i] ?? '')
    return layer === null ? c.lineStrong : depthTone(layer, figure.nLayers, look.theme)
  }
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: GROUND,
    xAxis: { ...axis, nameGap: 30 },
    yAxis: { ...axis, inverse: true, nameGap: 42 },
    series: [
      {
        type: 'custom',
        id: 'cells',
        name: 'cells',
        data: cells,
        encode: { x: 0, y: 1 },
        progressive: 0,
        renderItem: (_: unknown, api: unknown) => {
          const { coord, size, value } = api as Painter
          const [x, y] = coord([value(0), value(1)]) as [number, number]
          const [w, h] = size([1, 1]) as [number, number]
          const v = value(2)
          return {
            type: 'rect',
            shape: { x: x - w / 2, y: y - h / 2, width: w + 0.4, height: h + 0.4 },
            style: { fill: Number.isFinite(v) ? between(SEQUENTIAL[look.theme], v) : c.inset },
          }
        },
      },
      {
        type: 'custom',
        id: 'tones',
        silent: true,
        data: figure.positions.map((_, i) => [i]),
        clip: false,
        renderItem: (_: unknown, api: unknown) => {
          const { coord, size, value } = api as Painter
          const i = value(0)
          const [x, y] = coord([i, i]) as [number, number]
          const [w, h] = size([1, 1]) as [number, number]
          const [left] = coord([0, 0]) as [number, number]
          const [, bottom] = coord([S - 1, S - 1]) as [number, number]
          const fill = toneOf(i)
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: left - w / 2 - 9, y: y - h / 2, width: 5, height: Math.max(0.5, h - 0.6) },
                style: { fill },
              },
              {
                type: 'rect',
                shape: { x: x - w / 2, y: bottom + h / 2 + 4, width: Math.max(0.5, w - 0.6), height: 5 },
                style: { fill },
              },
            ],
          }
        },
      },
      {
        type: 'custom',
        id: 'groups',
        silent: true,
        data: figure.groups.map((g) => [g.from, g.to, g.name]),
        renderItem: (params: { dataIndex: number }, api: unknown) => {
          const { coord, size, value } = api as Painter
          const group = figure.groups[params.dataIndex]
          const [x1, y1] = coord([value(0), value(0)]) as [number, number]
          const [x2, y2] = coord([value(1), value(1)]) as [number, number]
          const [w, h] = size([1, 1]) as [number, number]
          const text = group ? look.words.groups[group.name] : ''
          const wide = text.length * (text.charCodeAt(0) > 255 ? 12 : 6.4) + 12
          // the name of a group at the edge stays on the plot
          const nameLeft = Math.min(x1 - w / 2 + 4, (coord([S - 1, S - 1])[0] ?? 0) + w / 2 - wide - 3)
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: x1 - w / 2, y: y1 - h / 2, width: x2 - x1 + w, height: y2 - y1 + h },
                style: { fill: 'none', stroke: c.ink, lineDash: [4, 3], lineWidth: 1.2 },
              },
              {
                type: 'rect',
                shape: { x: nameLeft, y: y2 + h / 2 - 20, width: wide, height: 16, r: 3 },
                style: { fill: c.ink },
              },
              {
                type: 'text',
                style: {
                  x: nameLeft + wide / 2,
                  y: y2 + h / 2 - 12,
                  text,
                  fill: c.surface,
                  fontSize: AXIS_SIZE,
                  align: 'center',
                  verticalAlign: 'middle',
                },
              },
            ],
          }
        },
      },
    ],
  }
}

export interface VarianceSeries {
  readonly name: string
  readonly color: string
  readonly symbol: string
  readonly positions: readonly string[]
  readonly values: readonly number[]
  /** Positions of the middle, to be shaded; null where there is none. */
  readonly middle: readonly [number, number] | null
}

/** The lower half of figure 15: variance of the hidden states by position, on a log axis. */
export function varianceChart(
  series: VarianceSeries,
  look: SimilarityLook & { readonly y: string; readonly range: readonly [number, number] },
): EChartsOption {
  const c = colorsOf(look.theme)
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: { ...GROUND, top: 12 },
    xAxis: {
      type: 'category',
      data: [...series.positions],
      axisLine: { lineStyle: { color: c.lineStrong } },
      axisTick: { show: false },
      axisLabel: { color: c.ink2, fontSize: AXIS_SIZE, hideOverlap: true },
      name: look.words.axis,
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
    },
    yAxis: {
      type: 'log',
      min: look.range[0],
      max: look.range[1],
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: c.line, type: [2, 3] } },
      axisLabel: {
        color: c.ink2,
        fontSize: AXIS_SIZE,
        formatter: (v: number) =>
          v >= 1e4 || v < 1e-2 ? v.toExponential(0).replace('e+', 'e') : String(Number(v.toPrecision(2))),
      },
      name: look.y,
      nameLocation: 'middle',
      nameGap: 44,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
    },
    series: [
      {
        type: 'line',
        id: 'variance',
        name: series.name,
        data: series.values.map((v) => (v > 0 ? v : null)),
        symbol: series.symbol,
        symbolSize: 6,
        showSymbol: true,
        itemStyle: { color: series.color },
        lineStyle: { color: series.color, width: 2 },
        emphasis: { disabled: true },
        ...(series.middle
          ? {
              markArea: {
                silent: true,
                itemStyle: { color: c.ink, opacity: 0.06 },
                data: [[{ xAxis: series.middle[0] }, { xAxis: series.middle[1] }]],
              },
            }
          : {}),
      },
    ],
  }
}
