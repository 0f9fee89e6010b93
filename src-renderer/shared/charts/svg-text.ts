/** Texts of an SVG document, where nothing measures them: widths are estimated from what is common of system fonts. */

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
export const escaped = (text: string): string => text.replace(/[<>&"]/g, (c) => ENTITIES[c] ?? c)

/** Chinese, Japanese and Korean: as wide as high. */
const isWide = (c: string): boolean => c.charCodeAt(0) > 0x2e80
const NARROW = 0.56

/** In pixels, of a text of `size` pixels. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((w, c) => w + (isWide(c) ? 1 : NARROW) * size, 0)

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
