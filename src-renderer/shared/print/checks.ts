import { PT } from '@/shared/charts/chart-sizes'
import type { Composed } from '@/shared/charts/compose-svg'

/** What a journal asks of a figure, read from the composed picture itself. */
export interface PrintChecks {
  /** Points. */
  readonly smallestText: number
  readonly thinnestLine: number
  /** What lies outside the picture; null where nothing does. */
  readonly outside: string | null
}

const TOLERANCE = 0.75

/** Measures a composed figure on the page, where texts have their true widths. */
export function checkPrint({ svg, width, height }: Composed): PrintChecks {
  const root = document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true)
  const room = document.createElement('div')
  room.className = 'print-measure'
  room.append(root)
  document.body.append(room)
  try {
    const box = root.getBoundingClientRect()
    const shown = [
      ...root.querySelectorAll<SVGGraphicsElement>('text, path, rect, line, circle, polyline, polygon'),
    ].filter((e) => !e.closest('defs, clipPath'))
    const sizes = shown.flatMap((e) =>
      e.localName === 'text' ? [Number.parseFloat(getComputedStyle(e).fontSize)] : [],
    )
    const lines = shown.flatMap((e) => {
      const { stroke, strokeWidth } = getComputedStyle(e)
      return stroke === 'none' || e.localName === 'text' ? [] : [Number.parseFloat(strokeWidth)]
    })
    const beyond = shown.find((e) => {
      if (e.closest('[clip-path]')) return false
      const own = e.getBoundingClientRect()
      const [left, top] = [own.left - box.left, own.top - box.top]
      return (
        left < -TOLERANCE ||
        top < -TOLERANCE ||
        left + own.width > width + TOLERANCE ||
        top + own.height > height + TOLERANCE
      )
    })
    return {
      smallestText: Math.min(...sizes) / PT,
      thinnestLine: Math.min(...lines.filter((w) => w > 0)) / PT,
      outside: beyond ? (beyond.textContent || beyond.localName).slice(0, 60) : null,
    }
  } finally {
    room.remove()
  }
}
