import type { EChartsOption } from 'echarts'
import * as echarts from 'echarts/core'
import { markPath } from '@/theme/mark-paths'
import { MARKS, type MarkName, type Theme } from '@/theme/tokens'
import { CHART_FONT, colorsOf } from './look'

/** A figure as it leaves the app: title, badge, charts, legend and caption in one picture. */
export interface Sheet {
  readonly title: string
  /** For example the limit on documents. */
  readonly badge: string
  readonly caption: readonly string[]
  readonly legend: readonly SheetLegend[]
  readonly panels: readonly {
    readonly title: string
    readonly option: EChartsOption
    readonly width: number
    readonly height: number
  }[]
  readonly theme: Theme
  readonly columns: number
}

export interface SheetLegend {
  readonly text: string
  readonly mark: MarkName | null
  readonly color: string
  readonly dash: readonly number[]
  readonly note: string
}

const PAD = 24
const LINE = 18
const escape = (text: string): string =>
  text.replace(/[<>&"]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[c] as string)

/** A chart painted without a page. */
export function paintSvg(option: EChartsOption, width: number, height: number): string {
  const chart = echarts.init(null, undefined, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** The whole sheet as one SVG document; fonts by name, texts as text. */
export function composeSvg(sheet: Sheet): { readonly svg: string; readonly width: number; readonly height: number } {
  const c = colorsOf(sheet.theme)
  const rows: (typeof sheet.panels)[number][][] = []
  sheet.panels.forEach((p, i) => (i % sheet.columns === 0 ? rows.push([p]) : rows.at(-1)?.push(p)))
  const inner = Math.max(480, ...rows.map((r) => r.reduce((w, p) => w + p.width, 0) + (r.length - 1) * 12))
  const width = inner + 2 * PAD
  const parts: string[] = []
  let y = PAD
  const text = (x: number, ty: number, content: string, size: number, color: string, extra = ''): string =>
    `<text x="${x}" y="${ty}" font-size="${size}" fill="${color}" ${extra}>${escape(content)}</text>`
  parts.push(text(PAD, y + 14, sheet.title, 17, c.ink, 'font-weight="600"'))
  if (sheet.badge !== '') {
    const w = textWidth(sheet.badge, 12) + 16
    parts.push(
      `<rect x="${width - PAD - w}" y="${y - 2}" width="${w}" height="22" rx="4" fill="${c.warnWeak}"/>`,
      text(width - PAD - w + 8, y + 13, sheet.badge, 12, c.warn, 'font-weight="500"'),
    )
  }
  y += 34
  for (const row of rows) {
    let x = PAD
    for (const p of row) {
      const top = p.title === '' ? 0 : 22
      if (top > 0) parts.push(text(x + 8, y + 14, p.title, 13, c.ink, 'font-weight="600"'))
      parts.push(paintSvg(p.option, p.width, p.height).replace(/^<svg/, `<svg x="${x}" y="${y + top}"`))
      x += p.width + 12
    }
    y += Math.max(...row.map((p) => p.height + (p.title === '' ? 0 : 22))) + 10
  }
  let x = PAD
  for (const item of sheet.legend) {
    const w = 34 + textWidth(item.text, 12) + (item.note === '' ? 0 : textWidth(item.note, 11.5) + 6) + 22
    if (x + w > width - PAD && x > PAD) {
      x = PAD
      y += LINE + 2
    }
    parts.push(
      `<line x1="${x}" y1="${y + 8}" x2="${x + 24}" y2="${y + 8}" stroke="${item.color}" stroke-width="2"${item.dash.length > 0 ? ` stroke-dasharray="${item.dash.join(' ')}"` : ''}/>`,
    )
    if (item.mark) {
      const ring = MARKS[item.mark].symbol === 'ring'
      parts.push(
        `<path transform="translate(${x + 12} ${y + 8})" d="${markPath(MARKS[item.mark].symbol)}" fill="${ring ? c.surface : item.color}" stroke="${ring ? item.color : 'none'}" stroke-width="2"/>`,
      )
    }
    parts.push(text(x + 32, y + 12, item.text, 12, c.ink))
    if (item.note !== '') parts.push(text(x + 38 + textWidth(item.text, 12), y + 12, item.note, 11.5, c.ink3))
    x += w
  }
  if (sheet.legend.length > 0) y += LINE + 8
  for (const paragraph of sheet.caption) {
    for (const line of wrapped(paragraph, inner, 12)) {
      parts.push(text(PAD, y + 12, line, 12, c.ink2))
      y += LINE
    }
  }
  const height = Math.ceil(y + PAD - 6)
  return {
    width,
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(CHART_FONT)}"><title>${escape(sheet.title)}</title><rect width="100%" height="100%" fill="${c.surface}"/>${parts.join('')}</svg>`,
  }
}

const isWide = (c: string): boolean => c.charCodeAt(0) > 0x2e80
const textWidth = (text: string, size: number): number =>
  [...text].reduce((w, c) => w + (isWide(c) ? 1 : 0.56) * size, 0)

function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  // Chinese breaks anywhere, English between words
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    if (line !== '' && textWidth(line + piece, size) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line.trim() === '' ? lines : [...lines, line]
}

/** The sheet as a PNG of `scale` pixels a point. */
export async function toPng(svg: string, width: number, height: number, scale: number): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'),
  )
}
