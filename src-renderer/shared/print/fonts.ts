import type { WideFont } from '@contract/host'
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
    held.set(name, (found = readFont(FILES[name])))
    found.catch(() => held.delete(name))
  }
  return found
}

/** A font file in base64. Throws where it cannot be read. */
export async function readFont(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`The font ${url} could not be read (${answer.status}).`)
  return base64(new Uint8Array(await answer.arrayBuffer()))
}

export function base64(bytes: Uint8Array): string {
  // in parts: a call takes only so many arguments
  const PART = 0x8000
  let text = ''
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART))
  return btoa(text)
}

/** The rules that a style sheet brings Inter along with. */
export async function fontFaces(): Promise<string> {
  const [regular, bold] = await Promise.all([fontFile('regularWoff'), fontFile('boldWoff')])
  const face = (weight: number, data: string): string =>
    `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${data}) format('woff2')}`
  return `${face(400, regular)}${face(700, bold)}`
}

/** An SVG document that brings its font along, so that it looks the same where Inter is not installed. */
export const withFonts = async (svg: string): Promise<string> =>
  svg.replace('</title>', `</title><style>${await fontFaces()}</style>`)

/** Asks the host for the glyphs of a text that Inter does not have. */
export type WideGlyphs = (text: string) => Promise<WideFont>

/** Whether a text has characters that Inter has no glyphs for: Chinese, Japanese, Korean. */
export const hasWideText = (text: string): boolean => /[\u2e80-\uffef]/.test(text)
