import type { Content } from 'pdfmake/interfaces'
import { hasWideText } from '@/shared/print/fonts'

/** The family that Chinese characters of a PDF are set in. */
export const WIDE = 'Wide'

/** Runs of a text that are Chinese, and those that are not. */
const RUNS = /[\u2e80-\uffef]+|[^\u2e80-\uffef]+/g

/** The nodes of a PDF with their Chinese runs in a font that has them; figures have it for whole texts. Pure. */
export function setWide(node: Content): Content {
  return walked(node) as Content
}

function walked(node: unknown): unknown {
  if (typeof node === 'string') return hasWideText(node) ? { text: runs(node) } : node
  if (Array.isArray(node)) return node.map(walked)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === 'svg') return [key, svgText(String(value))]
      if (key === 'text' && typeof value === 'string') return [key, hasWideText(value) ? runs(value) : value]
      return [key, CONTAINERS.has(key) ? walked(value) : value]
    }),
  )
}

/** Keys under which further nodes stand; others hold sizes, styles and names. */
const CONTAINERS = new Set(['text', 'stack', 'columns', 'ul', 'ol', 'table', 'body', 'content'])

const runs = (text: string): Content[] =>
  (text.match(RUNS) ?? []).map((run) => (hasWideText(run) ? { text: run, font: WIDE } : { text: run }))

/** Texts of a drawing that hold Chinese are set in its font as a whole. */
const svgText = (svg: string): string =>
  svg.replaceAll(/<text\b([^>]*)>([^<]*)/g, (whole, attributes: string, text: string) =>
    hasWideText(text)
      ? `<text${attributes.replaceAll(/font-family\s*[:=]\s*("[^"]*"|[^;"]*)/g, '')} font-family="${WIDE}">${text}`
      : whole,
  )
