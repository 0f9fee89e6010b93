import { MM, PRINT, PT } from './chart-sizes'
import { markPath } from '@/theme/mark-paths'
import { MARKS, type MarkName, type Theme } from '@/theme/tokens'
import { colorsOf, isHollowMark, lineColor } from './look'
import { svgText } from './svg-text'
import { textWidth } from './text-widths'

export interface SheetLegend {
  readonly text: string
  /** Whose colour it has; null where it stands for lines of several variants, told by their dash. */
  readonly mark: MarkName | null
  readonly tint: number
  readonly hasSymbol: boolean
  /** A task's line beside that of all tasks. */
  readonly isThin: boolean
  readonly dash: readonly number[]
  readonly note: string
}

const TEXT_SIZE = 7.5 * PT
const NOTE_SIZE = 7 * PT
const LINE = 1.5 * TEXT_SIZE
const SAMPLE = 5 * MM
const BETWEEN = 4 * MM
/** A mark of a legend is a little smaller than it is drawn in the app. */
const MARK_SCALE = 0.62

/** Width of an entry: its line, its text, its note and the space after it. */
function widthOf({ text, note }: SheetLegend): number {
  const noteWidth = note === '' ? 0 : textWidth(note, NOTE_SIZE) + 4
  return SAMPLE + 4 + textWidth(text, TEXT_SIZE) + noteWidth + BETWEEN
}

/** Entries beside one another from `left`, as many to a line as fit before `right`. Returns the drawn parts and the y below them. */
export function drawLegend(
  entries: readonly SheetLegend[],
  at: { readonly left: number; readonly right: number; readonly y: number },
  theme: Theme,
): { readonly parts: readonly string[]; readonly y: number } {
  const parts: string[] = []
  let [x, y] = [at.left, at.y]
  for (const entry of entries) {
    const width = widthOf(entry)
    if (x + width > at.right && x > at.left) [x, y] = [at.left, y + LINE]
    parts.push(...drawEntry(entry, x, y, theme))
    x += width
  }
  return { parts, y: entries.length > 0 ? y + LINE + 2 : y }
}

function drawEntry(entry: SheetLegend, x: number, y: number, theme: Theme): readonly string[] {
  const { text, mark, tint, hasSymbol, isThin, dash, note } = entry
  const c = colorsOf(theme)
  const color = mark === null ? c.ink2 : lineColor(mark, tint, theme)
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const middle = y + LINE / 2
  const parts = [
    `<line x1="${x}" y1="${middle}" x2="${x + SAMPLE}" y2="${middle}" stroke="${color}" stroke-width="${isThin ? PRINT.thin * 1.4 : PRINT.series}"${dashes}/>`,
  ]
  if (hasSymbol && mark !== null) {
    const [fill, stroke] = isHollowMark(mark) ? [c.surface, color] : [color, 'none']
    const path = markPath(MARKS[mark].symbol)
    const place = `translate(${x + SAMPLE / 2} ${middle}) scale(${MARK_SCALE})`
    parts.push(`<path transform="${place}" d="${path}" fill="${fill}" stroke="${stroke}" stroke-width="2"/>`)
  }
  const textX = x + SAMPLE + 4
  const base = middle + TEXT_SIZE * 0.35
  parts.push(svgText(textX, base, text, TEXT_SIZE, c.ink))
  if (note !== '') parts.push(svgText(textX + 4 + textWidth(text, TEXT_SIZE), base, note, NOTE_SIZE, c.ink3))
  return parts
}
