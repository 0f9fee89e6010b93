import boldTtf from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url'
import regularTtf from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url'
import boldWoff from '@fontsource/inter/files/inter-latin-600-normal.woff2?url'
import regularWoff from '@fontsource/inter/files/inter-latin-400-normal.woff2?url'

/** Inter as files carry it: whole for PDF, which takes the glyphs that it uses, and its Latin part for SVG. */

const FILES = { regularTtf, boldTtf, regularWoff, boldWoff }
const held = new Map<keyof typeof FILES, Promise<string>>()

/** A font file in base64; read once. Throws where it cannot be read. */
export function fontFile(name: keyof typeof FILES): Promise<string> {
  let found = held.get(name)
  if (!found) {
    held.set(name, (found = read(FILES[name])))
    found.catch(() => held.delete(name))
  }
  return found
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`The font ${url} could not be read (${answer.status}).`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  // in parts: a call takes only so many arguments
  const PART = 0x8000
  let text = ''
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART))
  return btoa(text)
}

/** An SVG document that brings its font along, so that it looks the same where Inter is not installed. */
export async function withFonts(svg: string): Promise<string> {
  const [regular, bold] = await Promise.all([fontFile('regularWoff'), fontFile('boldWoff')])
  const face = (weight: number, data: string): string =>
    `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${data}) format('woff2')}`
  return svg.replace('</title>', `</title><style>${face(400, regular)}${face(700, bold)}</style>`)
}
