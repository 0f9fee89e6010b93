import type { EChartsOption } from 'echarts'
import { between, SEQUENTIAL, type Theme } from '@/theme/tokens'
import { MM, PRINT, PRINT_NARROW, PT, type ChartSizes } from './chart-sizes'
import { CHART_FONT, colorsOf, type ChartColors } from './look'
import { sentences } from '@/shared/format/sentences'
import { paintSvg } from './paint-svg'
import { drawLegend, type SheetLegend } from './sheet-legend'
import { escaped, svgText, wrapped } from './svg-text'
import { textWidth } from './text-widths'

/** A figure as it leaves the app: what is on it, whatever the paper. */
export interface Sheet {
  readonly title: string
  /** For example the limit on documents. */
  readonly badge: string
  readonly caption: readonly string[]
  readonly legend: readonly SheetLegend[]
  /** What the colours of cells stand for; null where no panel has any. */
  readonly scale: SheetScale | null
  readonly panels: readonly SheetPanel[]
  /** Panels that stand beside one another, at most. */
  readonly columns: number
  /** Whether panels under one another belong together: where not all columns have room, they stand beside one another. */
  readonly isGrid?: boolean
}

interface SheetScale {
  readonly name: string
  /** What its ends stand for; the second is drawn darkest. */
  readonly low: string
  readonly high: string
}

export interface SheetPanel {
  /** As on the screen; '' where it has none. */
  readonly letter: string
  readonly title: string
  /** Height over width, and in the narrowest panels, where axes and their names take most of the height. */
  readonly aspect: number
  readonly narrowAspect?: number
  readonly draw: (look: PrintLook) => EChartsOption
}

interface PrintLook {
  readonly theme: Theme
  readonly sizes: ChartSizes
  /** In pixels. */
  readonly height: number
  /** Whether names stand at the lines. */
  readonly labels: boolean
}

/** The paper, and what of a sheet is put on it. */
export interface SheetFormat {
  /** In millimetres. */
  readonly width: number
  readonly ground: 'white' | 'transparent' | 'app'
  /** Of the screen; print is light unless the ground is the app's. */
  readonly theme: Theme
  readonly title: boolean
  readonly caption: boolean
  readonly letters: boolean
  readonly labels: boolean
}

/** Pixels of 1/96 inch. */
export interface Composed {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const PAD = 1.5 * MM
const GAP = 4 * MM
const ROW_GAP = 2.5 * MM
const TEXT = 7.5 * PT
const TITLE = 9 * PT
const LEADING = 1.35
/** Millimetres that a panel needs at least, so that its axis can be read with ease. */
const NARROWEST_PANEL = 52
/** And where panels under one another would be higher than a page. */
const NARROWEST_ON_A_FULL_PAGE = 36
const HIGHEST = 200

/** The whole sheet as one SVG document; fonts by name, texts as text. One layout in millimetres and points, for any width. */
export function composeSvg(sheet: Sheet, format: SheetFormat): Composed {
  const theme = format.ground === 'app' ? format.theme : 'light'
  const c = colorsOf(theme)
  const width = format.width * MM
  const inner = width - 2 * PAD
  const parts: string[] = []
  let y = PAD
  const add = ({ parts: more, y: below }: Drawn): void => {
    parts.push(...more)
    y = below
  }
  add(drawHead(sheet, format, inner, y, c))
  add(drawPanels(sheet, format, theme, inner, y, c))
  add(drawScale(sheet.scale, theme, inner, y, c))
  add(drawLegend(sheet.legend, { left: PAD, right: width - PAD, y }, theme))
  if (format.caption) add(drawCaption(sheet.caption, inner, y, c))
  const height = Math.ceil(y + PAD)
  const ground = { white: '#ffffff', transparent: null, app: c.surface }[format.ground]
  return { width, height, svg: document(sheet.title, width, height, ground, parts.join('')) }
}

interface Drawn {
  readonly parts: readonly string[]
  /** Where the next part begins. */
  readonly y: number
}

const document = (title: string, width: number, height: number, ground: string | null, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"` +
  ` viewBox="0 0 ${width} ${height}" font-family="${escaped(CHART_FONT)}"><title>${escaped(title)}</title>` +
  `${ground === null ? '' : `<rect width="${width}" height="${height}" fill="${ground}"/>`}${content}</svg>`

/** The title, and the badge unless the caption, which says the same, is on the sheet. */
function drawHead({ title, badge }: Sheet, format: SheetFormat, inner: number, y: number, c: ChartColors): Drawn {
  const parts: string[] = []
  let below = y
  if (format.title) {
    for (const line of wrapped(title, inner, TITLE)) {
      parts.push(svgText(PAD, below + TITLE, line, TITLE, c.ink, 'font-weight="bold"'))
      below += TITLE * LEADING
    }
  }
  if (badge !== '' && !format.caption) {
    const wide = textWidth(badge, TEXT) + 8
    const left = PAD + inner - wide
    parts.push(
      `<rect x="${left}" y="${below}" width="${wide}" height="${TEXT * 1.5}" rx="2" fill="${c.warnWeak}"/>`,
      svgText(left + 4, below + TEXT * 1.1, badge, TEXT, c.warn),
    )
    below += TEXT * 1.9
  }
  return { parts, y: below === y ? y : below + 2 }
}

/** Panels in rows, as many beside one another as have room; those of one row are equally wide. */
function drawPanels(
  sheet: Sheet,
  format: SheetFormat,
  theme: Theme,
  inner: number,
  top: number,
  c: ChartColors,
): Drawn {
  const n = columnsOf(sheet, inner)
  const panels = arranged(sheet, n)
  const width = (inner - (n - 1) * GAP) / n
  const parts: string[] = []
  let y = top
  for (let first = 0; first < panels.length; first += n) {
    const row = panels.slice(first, first + n)
    const heads = row.map((p) => panelHead(p.title, format.letters ? p.letter : '', width, c))
    const hasHead = row.some((p) => p.title !== '' || (format.letters && p.letter !== ''))
    const headHeight = hasHead ? Math.max(...heads.map((h) => h.height)) : 0
    const heights = row.map((panel, i) => {
      const x = PAD + i * (width + GAP)
      const height = width * aspectIn(panel, width)
      if (hasHead) parts.push(...(heads[i]?.at(x, y) ?? []))
      const option = panel.draw({ theme, sizes: isNarrow(width) ? PRINT_NARROW : PRINT, height, labels: format.labels })
      // the name of an axis may be longer than its panel is wide: it stands in the gap
      const place = `<svg overflow="visible" x="${x}" y="${y + headHeight}"`
      parts.push(paintSvg(option, width, height).replace(/^<svg/, place))
      return height + headHeight
    })
    y += Math.max(...heights) + ROW_GAP
  }
  return { parts, y }
}

const isNarrow = (width: number): boolean => width < NARROWEST_PANEL * MM
const aspectIn = ({ aspect, narrowAspect = aspect }: SheetPanel, width: number): number =>
  isNarrow(width) ? narrowAspect : aspect

/** As many panels beside one another as have room; more, and narrower ones, where they would not fit on a page. */
function columnsOf({ panels, columns: most, isGrid }: Sheet, inner: number): number {
  const withRoom = (narrowest: number): number => {
    const fit = Math.max(1, Math.floor((inner + GAP) / (narrowest * MM + GAP)))
    return Math.min(most, fit, Math.max(1, panels.length))
  }
  const n = withRoom(NARROWEST_PANEL)
  const nRows = Math.ceil(panels.length / most)
  if (isGrid === true && n < most) return withRoom(NARROWEST_ON_A_FULL_PAGE) >= nRows ? nRows : 1
  const highest = Math.max(0, ...panels.map((p) => aspectIn(p, inner / n))) * (inner / n)
  const isTooHigh = Math.ceil(panels.length / n) * highest > HIGHEST * MM
  return isTooHigh ? Math.max(n, withRoom(NARROWEST_ON_A_FULL_PAGE)) : n
}

/** Panels row by row; what stood under one another beside one another where there is no room for all columns. */
function arranged({ panels, columns, isGrid }: Sheet, n: number): Sheet['panels'] {
  if (isGrid !== true || n >= columns) return panels
  return Array.from({ length: columns }, (_, column) => panels.filter((__, i) => i % columns === column)).flat()
}

interface PanelHead {
  readonly height: number
  readonly at: (x: number, y: number) => readonly string[]
}

/** Letter and title, which breaks where the panel is narrower. */
function panelHead(title: string, mark: string, width: number, c: ChartColors): PanelHead {
  const markWidth = mark === '' ? 0 : textWidth(mark, TEXT + PT, 'bold') + 6
  // bold is a little wider than what is measured
  const lines = wrapped(title, (width - markWidth) / 1.06, TEXT)
  const bold = 'font-weight="bold"'
  return {
    height: Math.max(1, lines.length) * TEXT * LEADING + 2,
    at: (x, y) => [
      ...(mark === '' ? [] : [svgText(x, y + TEXT, mark, TEXT + PT, c.ink, bold)]),
      ...lines.map((line, i) => svgText(x + markWidth, y + TEXT * (1 + i * LEADING), line, TEXT, c.ink, bold)),
    ],
  }
}

const SCALE_WIDTH = 32 * MM
const SCALE_HEIGHT = 2 * MM
const N_TONES = 24

/** The colour bar with its name and ends. */
function drawScale(scale: SheetScale | null, theme: Theme, inner: number, y: number, c: ChartColors): Drawn {
  if (!scale) return { parts: [], y }
  const nameWidth = textWidth(scale.name, TEXT) + 6
  const lowWidth = textWidth(scale.low, TEXT) + 4
  const left = PAD + Math.max(0, inner - nameWidth - lowWidth - SCALE_WIDTH - textWidth(scale.high, TEXT) - 4)
  const bar = left + nameWidth + lowWidth
  const tone = SCALE_WIDTH / N_TONES
  const base = y + TEXT
  const tones = Array.from({ length: N_TONES }, (_, i) => {
    const fill = between(SEQUENTIAL[theme], i / (N_TONES - 1))
    // neighbours overlap a little, so that nothing shines through
    return `<rect x="${bar + i * tone}" y="${base - SCALE_HEIGHT}" width="${tone + 0.3}" height="${SCALE_HEIGHT}" fill="${fill}"/>`
  })
  return {
    parts: [
      svgText(left, base, scale.name, TEXT, c.ink2),
      svgText(left + nameWidth, base, scale.low, TEXT, c.ink2),
      ...tones,
      svgText(bar + SCALE_WIDTH + 4, base, scale.high, TEXT, c.ink2),
    ],
    y: y + TEXT * 1.8,
  }
}

function drawCaption(caption: readonly string[], inner: number, y: number, c: ChartColors): Drawn {
  const lines = wrapped(sentences(caption), inner, TEXT)
  const at = (i: number): number => y + TEXT + i * TEXT * LEADING
  return {
    parts: lines.map((line, i) => svgText(PAD, at(i), line, TEXT, c.ink2)),
    y: y + lines.length * TEXT * LEADING,
  }
}
