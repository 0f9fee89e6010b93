import type { EChartsOption, ScatterSeriesOption, XAXisComponentOption } from 'echarts'
import type { Theme } from '@/theme/tokens'
import { SCREEN } from './chart-sizes'
import { colorsOf, textStyle } from './look'

/** Loglikelihood of the target under two plans, a mark a document, with the diagonal. `kind`: 0 same, 1 right to wrong, 2 wrong to right. */
export function scatterChart(
  points: readonly (readonly [number, number, number])[],
  look: { readonly theme: Theme; readonly x: string; readonly y: string },
): EChartsOption {
  const c = colorsOf(look.theme)
  const finite = points.filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
  const lowest = Math.min(-1, ...finite.map(([a, b]) => Math.min(a, b)))
  const interval = [1, 2, 4, 5, 10, 20, 50, 100, 200, 500].find((k) => -lowest / k <= 5) ?? 1000
  const low = Math.floor(lowest / interval) * interval
  const axis = (name: string): XAXisComponentOption => ({
    type: 'value' as const,
    min: low,
    // a little beyond 0, where most marks of a good plan lie
    max: -low * 0.03,
    name,
    nameLocation: 'middle' as const,
    nameTextStyle: { color: c.ink2, fontSize: SCREEN.text },
    axisLine: { lineStyle: { color: c.lineStrong } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: c.line, type: [2, 3] } },
    axisLabel: {
      showMaxLabel: false,
      color: c.ink2,
      fontSize: SCREEN.text,
      formatter: (v: number) => String(v).replace('-', '\u2212'),
    },
    interval,
  })
  const group = (kind: number, symbol: string, color: string, z: number): ScatterSeriesOption => ({
    type: 'scatter' as const,
    id: `kind ${kind}`,
    data: finite.filter((p) => p[2] === kind).map(([a, b]) => [a, b]),
    symbol,
    clip: false,
    symbolSize: kind === 0 ? 6 : 9,
    itemStyle: { color, opacity: kind === 0 ? 0.6 : 0.95 },
    z,
    large: finite.length > 5000,
  })
  return {
    animation: false,
    textStyle: textStyle(look.theme),
    grid: { left: 58, right: 16, top: 10, bottom: 46 },
    xAxis: { ...axis(look.x), nameGap: 28 },
    yAxis: { ...axis(look.y), nameGap: 40 } as EChartsOption['yAxis'],
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        data: [
          [low, low],
          [0, 0],
        ],
        lineStyle: { color: c.lineStrong, width: 1 },
        z: 1,
      },
      group(0, 'circle', c.lineStrong, 2),
      group(1, 'path://M0 4.6L5 -4H-5Z', c.worse, 4),
      group(2, 'path://M0 -4.6L5 4H-5Z', c.better, 3),
    ],
  }
}
