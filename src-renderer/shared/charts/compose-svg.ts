import type { EChartsOption } from 'echarts'
import type { Theme } from '@/theme/tokens'
import { CHART_FONT, colorsOf, type ChartColors } from './look'
import { paintSvg } from './paint-svg'
import { drawLegend, type SheetLegend } from './sheet-legend'
import { escaped, svgText, textWidth, wrapped } from './svg-text'

/** A figure as it leaves the app: title, badge, charts, legend and caption in one picture. Sizes in pixels. */
export interface Sheet {
  readonly title: string
  /** For example the limit on documents. */
  readonly badge: string
  readonly caption: readonly string[]
  readonly legend: readonly SheetLegend[]
  readonly panels: readonly Panel[]
  readonly theme: Theme
  readonly columns: number
}

interface Panel {
  readonly title: string
  readonly option: EChartsOption
  readonly width: number
  readonly height: number
}

const PAD = 24
const GAP = 12
const ROW_GAP = 10
const LINE = 18
const NARROWEST = 480
const TEXT_SIZE = 12
const HEAD_HEIGHT = 34
const PANEL_HEAD = 22

/** The whole sheet as one SVG document; fonts by name, texts as text. */
export function composeSvg(sheet: Sheet): { readonly svg: string; readonly width: number; readonly height: number } {
  const c = colorsOf(sheet.theme)
  const rows = inRows(sheet.panels, sheet.columns)
  const inner = Math.max(NARROWEST, ...rows.map(rowWidth))
  const width = inner + 2 * PAD
  const panels = drawPanels(rows, PAD + HEAD_HEIGHT, c)
  const legend = drawLegend(sheet.legend, { left: PAD, right: width - PAD, y: panels.y }, c)
  const lines = sheet.caption.flatMap((paragraph) => wrapped(paragraph, inner, TEXT_SIZE))
  const caption = lines.map((line, i) => svgText(PAD, legend.y + 12 + i * LINE, line, TEXT_SIZE, c.ink2))
  const height = Math.ceil(legend.y + lines.length * LINE + PAD - 6)
  const parts = [...drawHead(sheet, width, c), ...panels.parts, ...legend.parts, ...caption]
  return { width, height, svg: document(sheet.title, width, height, c.surface, parts.join('')) }
}

const document = (title: string, width: number, height: number, ground: string, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"` +
  ` viewBox="0 0 ${width} ${height}" font-family="${escaped(CHART_FONT)}"><title>${escaped(title)}</title>` +
  `<rect width="100%" height="100%" fill="${ground}"/>${content}</svg>`

const inRows = (panels: readonly Panel[], columns: number): readonly (readonly Panel[])[] =>
  Array.from({ length: Math.ceil(panels.length / columns) }, (_, i) => panels.slice(i * columns, (i + 1) * columns))

const rowWidth = (row: readonly Panel[]): number => row.reduce((w, p) => w + p.width, 0) + (row.length - 1) * GAP

function drawHead({ title, badge }: Sheet, width: number, c: ChartColors): readonly string[] {
  const head = svgText(PAD, PAD + 14, title, 17, c.ink, 'font-weight="600"')
  if (badge === '') return [head]
  const badgeWidth = textWidth(badge, TEXT_SIZE) + 16
  const left = width - PAD - badgeWidth
  return [
    head,
    `<rect x="${left}" y="${PAD - 2}" width="${badgeWidth}" height="22" rx="4" fill="${c.warnWeak}"/>`,
    svgText(left + 8, PAD + 13, badge, TEXT_SIZE, c.warn, 'font-weight="500"'),
  ]
}

const headOf = (panel: Panel): number => (panel.title === '' ? 0 : PANEL_HEAD)

/** Returns the drawn parts and the y below them. */
function drawPanels(
  rows: readonly (readonly Panel[])[],
  top: number,
  c: ChartColors,
): { readonly parts: readonly string[]; readonly y: number } {
  const parts: string[] = []
  let y = top
  for (const row of rows) {
    let x = PAD
    for (const panel of row) {
      if (panel.title !== '') parts.push(svgText(x + 8, y + 14, panel.title, 13, c.ink, 'font-weight="600"'))
      const place = `<svg x="${x}" y="${y + headOf(panel)}"`
      parts.push(paintSvg(panel.option, panel.width, panel.height).replace(/^<svg/, place))
      x += panel.width + GAP
    }
    y += Math.max(...row.map((p) => p.height + headOf(p))) + ROW_GAP
  }
  return { parts, y }
}
