import type { EChartsOption } from 'echarts'
import { init } from 'echarts/core'
import './registered'

/** A chart painted without a page; width and height in pixels. */
export function paintSvg(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return portable(svg)
}

/**
 * What every program reads alike, and a page without inline styles allows: attributes in place of styles, no style sheet for
 * what a pointer would do, and texts set by their base line.
 */
const portable = (svg: string): string =>
  svg
    .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replaceAll(/ style="([^"]*)"/g, (_, style: string) => asAttributes(style))
    .replaceAll(/<text [^>]*dominant-baseline="central"[^>]*>/g, onBaseLine)

const asAttributes = (style: string): string =>
  style
    .split(';')
    .flatMap((rule) => {
      const [name = '', ...value] = rule.split(':')
      return value.length === 0 ? [] : [` ${name.trim()}="${value.join(':').trim()}"`]
    })
    .join('')

/** From the middle of a line down to its base line, by the size of the text: half the height of Inter's digits. */
const TO_BASE = 0.364

function onBaseLine(tag: string): string {
  const size = Number(/font-size="([\d.]+)/.exec(tag)?.[1] ?? 0)
  return tag.replace(' dominant-baseline="central"', ` dy="${(TO_BASE * size).toFixed(2)}"`)
}
