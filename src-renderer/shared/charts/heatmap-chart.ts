import type { EChartsOption } from 'echarts'
import type { LoopFigure } from '@/shared/series/loops'
import { between, inkOn, SEQUENTIAL, type Theme } from '@/theme/tokens'
import { AXIS_SIZE, colorsOf, textStyle } from './look'

export interface HeatmapLook {
  readonly theme: Theme
  readonly words: { readonly x: string; readonly y: string; readonly parallel: string }
  readonly formatCell: (value: number) => string
  readonly selected: { readonly m: number; readonly n: number } | null
  /** Values at the ends of the scale. */
  readonly range: readonly [number, number]
  readonly lowerIsBetter: boolean
}

type Painter = { coord: (p: number[]) => number[]; size: (p: number[]) => number[]; value: (i: number) => number }
const GAP = 1.5

/** Values from the paper's light end to the dark end of the scale; for perplexity the lower the fuller. */
export function scaleShare(value: number, [low, high]: readonly [number, number], lowerIsBetter: boolean): number {
  const share = high === low ? 1 : (value - low) / (high - low)
  return Math.min(1, Math.max(0, lowerIsBetter ? 1 - share : share))
}

/** Figure 10: M by iterations, the best n of each M in a red box drawn in the gap; missing cells hatched. */
export function heatmapChart(figure: LoopFigure, look: HeatmapLook): EChartsOption {
  const c = colorsOf(look.theme)
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: c.ink2, fontSize: AXIS_SIZE, interval: 0, hideOverlap: true },
  }
  const missing = figure.ms.flatMap((m, x) =>
    figure.ns.flatMap((n, y) => (figure.cells.some((k) => k.m === m && k.n === n) ? [] : [[x, y, NaN]])),
  )
  const cells = figure.cells.map((k) => [
    figure.ms.indexOf(k.m),
    figure.ns.indexOf(k.n),
    k.score.value,
    k.isBest ? 1 : 0,
    look.selected?.m === k.m && look.selected.n === k.n ? 1 : 0,
    k.score.isPartial ? 1 : 0,
  ])
  const showText = figure.ms.length <= 30 && figure.ns.length <= 30
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: { left: 62, right: 16, top: 10, bottom: 50 },
    xAxis: {
      ...axis,
      type: 'category',
      data: figure.ms.map(String),
      name: look.words.x,
      nameLocation: 'middle',
      nameGap: 32,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
    },
    yAxis: {
      ...axis,
      type: 'category',
      data: figure.ns.map((n) => (n === 1 ? look.words.parallel : String(n))),
      name: look.words.y,
      nameLocation: 'middle',
      nameGap: 46,
      nameTextStyle: { color: c.ink2, fontSize: AXIS_SIZE },
    },
    series: [
      {
        type: 'custom',
        name: 'cells',
        id: 'cells',
        data: [...cells, ...missing],
        encode: { x: 0, y: 1 },
        renderItem: (_: unknown, api: unknown) => {
          const { coord, size, value } = api as Painter
          const [x, y] = coord([value(0), value(1)]) as [number, number]
          const [w, h] = size([1, 1]) as [number, number]
          const box = { x: x - w / 2 + GAP / 2, y: y - h / 2 + GAP / 2, width: w - GAP, height: h - GAP, r: 2 }
          const v = value(2)
          if (!Number.isFinite(v))
            return {
              type: 'rect',
              shape: box,
              style: {
                fill: c.inset,
                decal: {
                  symbol: 'rect',
                  rotation: Math.PI / 4,
                  dashArrayX: [1, 0],
                  dashArrayY: [1, 5],
                  color: c.track,
                },
              },
            }
          const fill = between(SEQUENTIAL[look.theme], scaleShare(v, look.range, look.lowerIsBetter))
          return {
            type: 'group',
            children: [
              { type: 'rect', shape: box, style: { fill, opacity: value(5) ? 0.75 : 1 } },
              ...(showText && w > 19
                ? [
                    {
                      type: 'text',
                      style: {
                        x,
                        y,
                        text: look.formatCell(v),
                        fill: inkOn(fill),
                        fontSize: Math.min(10, w / 2.6),
                        align: 'center',
                        verticalAlign: 'middle',
                      },
                    },
                  ]
                : []),
              ...(value(3)
                ? [
                    {
                      type: 'rect',
                      z2: 10,
                      shape: { ...box, x: box.x - 0.5, y: box.y - 0.5, width: box.width + 1, height: box.height + 1 },
                      style: { fill: 'none', stroke: c.bestBox, lineWidth: 2.25 },
                    },
                  ]
                : []),
              ...(value(4)
                ? [
                    {
                      type: 'rect',
                      z2: 11,
                      shape: { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, r: 4 },
                      style: { fill: 'none', stroke: c.ink, lineWidth: 2 },
                    },
                  ]
                : []),
            ],
          }
        },
      },
    ],
  } as EChartsOption
}
