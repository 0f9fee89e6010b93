import type { LineSeriesOption } from 'echarts'
import type { Reference } from '@/shared/series/reference'
import { sizesOf, type LineChartLook } from './line-look'
import { colorsOf, dashOf } from './look'

/** Curves of somebody else: pale, without symbols, named at their end. */
export const referenceSeries = (references: readonly Reference[], look: LineChartLook): LineSeriesOption[] =>
  references.map(({ name, points }, i) => ({
    type: 'line',
    name: `reference ${name}`,
    silent: true,
    z: 1,
    symbol: 'none',
    data: points.map(([x, y]) => [x, look.log && y <= 0 ? null : y]),
    lineStyle: { color: colorsOf(look.theme).ink3, width: sizesOf(look).thin, opacity: 0.7, type: dashOf(i) },
    // on paper the legend names them: at their end there may be no room
    ...(look.small || look.sizes
      ? {}
      : {
          endLabel: {
            show: true,
            formatter: name,
            color: colorsOf(look.theme).ink3,
            fontSize: sizesOf(look).text,
            distance: 3,
          },
        }),
  }))
