import { textWidth } from './text-widths'

/** Texts of an SVG document. */

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
export const escaped = (text: string): string => text.replace(/[<>&"]/g, (c) => ENTITIES[c] ?? c)

/** Lines that are no wider than `width` pixels, but for words that are wider by themselves. */
export function wrapped(text: string, width: number, size: number): readonly string[] {
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
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

/** A text whose base line begins at `x`, `y`; `more`: further attributes. */
export const svgText = (x: number, y: number, text: string, size: number, color: string, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" ${more}>${escaped(text)}</text>`
