import type { EChartsOption } from 'echarts'
import { init } from 'echarts/core'
import './registered'

/** A chart painted without a page; width and height in pixels. */
export function paintSvg(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
