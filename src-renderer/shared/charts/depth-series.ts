import type { CustomSeriesOption } from 'echarts'
import type { LineFigure } from '@/shared/series/line'
import { depthTone } from '@/theme/tokens'
import { sizesOf, type LineChartLook } from './line-look'
import { painterOf } from './painter'

/** Height of a tick in pixels of the screen, and the room between neighbours. */
const HEIGHT = 5
const GAP = 0.8

/** A tick a layer under the x axis, in the tone of its depth as strips have it: where an axis counts layers. */
export function depthSeries({ nLayers }: LineFigure, look: LineChartLook, bottom: number): CustomSeriesOption {
  const height = HEIGHT * Math.min(1, sizesOf(look).text / 11)
  return {
    type: 'custom',
    id: 'depth',
    silent: true,
    clip: false,
    z: 0,
    data: Array.from({ length: nLayers }, (_, layer) => [layer, bottom]),
    encode: { x: 0, y: 1 },
    renderItem: (_, api) => {
      const painter = painterOf(api)
      const layer = painter.value(0)
      const [left, y] = painter.at(layer - 0.5, painter.value(1))
      const [right] = painter.at(layer + 0.5, painter.value(1))
      return {
        type: 'rect',
        shape: { x: left + GAP / 2, y: y + 1, width: Math.max(0.5, right - left - GAP), height },
        style: { fill: depthTone(layer, nLayers, look.theme) },
      }
    },
  }
}
