import { markPath } from '@/theme/mark-paths'
import { MARKS, type MarkName } from '@/theme/tokens'
import { isHollowMark, type ChartColors } from './look'
import { svgText, textWidth } from './svg-text'

export interface SheetLegend {
  readonly text: string
  readonly mark: MarkName | null
  readonly color: string
  readonly dash: readonly number[]
  readonly note: string
}

const LINE = 20
const SAMPLE = 24
const TEXT_SIZE = 12
const NOTE_SIZE = 11.5
const BETWEEN = 22

/** Width of an entry: its line, its text, its note and the space after it. */
function widthOf({ text, note }: SheetLegend): number {
  const noteWidth = note === '' ? 0 : textWidth(note, NOTE_SIZE) + 6
  return SAMPLE + 10 + textWidth(text, TEXT_SIZE) + noteWidth + BETWEEN
}

/** Entries beside one another from `left`, as many to a line as fit before `right`. Returns the drawn parts and the y below them. */
export function drawLegend(
  entries: readonly SheetLegend[],
  at: { readonly left: number; readonly right: number; readonly y: number },
  colors: ChartColors,
): { readonly parts: readonly string[]; readonly y: number } {
  const parts: string[] = []
  let [x, y] = [at.left, at.y]
  for (const entry of entries) {
    const width = widthOf(entry)
    if (x + width > at.right && x > at.left) [x, y] = [at.left, y + LINE]
    parts.push(...drawEntry(entry, x, y, colors))
    x += width
  }
  return { parts, y: entries.length > 0 ? y + LINE + 6 : y }
}

function drawEntry(entry: SheetLegend, x: number, y: number, c: ChartColors): readonly string[] {
  const { text, mark, color, dash, note } = entry
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const parts = [
    `<line x1="${x}" y1="${y + 8}" x2="${x + SAMPLE}" y2="${y + 8}" stroke="${color}" stroke-width="2"${dashes}/>`,
  ]
  if (mark) {
    const [fill, stroke] = isHollowMark(mark) ? [c.surface, color] : [color, 'none']
    const path = markPath(MARKS[mark].symbol)
    const place = `translate(${x + SAMPLE / 2} ${y + 8})`
    parts.push(`<path transform="${place}" d="${path}" fill="${fill}" stroke="${stroke}" stroke-width="2"/>`)
  }
  const textX = x + SAMPLE + 8
  parts.push(svgText(textX, y + 12, text, TEXT_SIZE, c.ink))
  if (note !== '') parts.push(svgText(textX + 6 + textWidth(text, TEXT_SIZE), y + 12, note, NOTE_SIZE, c.ink3))
  return parts
}
