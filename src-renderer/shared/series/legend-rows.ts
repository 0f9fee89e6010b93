import type { MarkName } from '@/theme/tokens'
import { rangeOf, type CountRange } from './documents'
import { byNumber, legendKey, type Line, type LineFigure, type LineNote } from './line'
import { area, halfPoint, usualRange, type Summary } from './line-summaries'

/** What the legend of some panels says: a row for all lines of one name, whatever panel they are in. */

interface LineSummaries {
  readonly half: Summary
  readonly area: Summary
}

export interface LegendRow {
  readonly key: string
  /** At least one. */
  readonly lines: readonly [Line, ...Line[]]
  /** Documents of its points, all tasks together; null where it has none. */
  readonly documents: CountRange | null
  /** By panel: null where it has no such line. */
  readonly summaries: readonly (LineSummaries | null)[]
}

/**
 * In the order in which their names first come; by area from the largest, of the mean over the panels that have one. What
 * stands on fewer documents (a best of n on half of them) is not ranked among the others: it comes after them.
 */
export function legendRows(figures: readonly LineFigure[], byArea: boolean): readonly LegendRow[] {
  const ranges = figures.map((f) => usualRange(f.lines))
  const rows = linesByName(figures.flatMap((f) => f.lines)).map(([key, lines]): LegendRow => {
    const summaries = figures.map((figure, i) => {
      const own = figure.lines.find((l) => legendKey(l) === key)
      return own ? { half: halfPoint(own, figure.full), area: area(own, ranges[i] ?? null) } : null
    })
    return { key, lines, documents: rangeOf(lines.flatMap((l) => l.points.map((p) => p.nDocs))), summaries }
  })
  return byArea ? rows.toSorted((a, b) => mostDocuments(b) - mostDocuments(a) || meanArea(b) - meanArea(a)) : rows
}

/** Lines that the legend has one row for. */
export function linesByName(lines: readonly Line[]): readonly (readonly [key: string, [Line, ...Line[]]])[] {
  const found = new Map<string, [Line, ...Line[]]>()
  for (const line of lines) {
    const held = found.get(legendKey(line))
    if (held) held.push(line)
    else found.set(legendKey(line), [line])
  }
  return [...found]
}

const mostDocuments = ({ documents }: LegendRow): number => documents?.[1] ?? 0

function meanArea({ summaries }: LegendRow): number {
  const areas = summaries.flatMap((s) => (s && 'value' in s.area ? s.area.value : []))
  return areas.length === 0 ? -Infinity : areas.reduce((a, b) => a + b, 0) / areas.length
}

/** The mark that lines of one name have in common; null where panels differ in it: what they share is their dash. */
export function markOfLines(lines: readonly Pick<Line, 'mark'>[]): MarkName | null {
  const [first, ...others] = new Set(lines.map((l) => l.mark))
  return others.length > 0 ? null : (first ?? null)
}

/**
 * Seeds that the points of some lines are means of; null where they are of none, or of one, or where lines of other variants
 * are told by the same name.
 */
export function seedsOf(lines: readonly Line[]): CountRange | null {
  if (markOfLines(lines) === null) return null
  const seeds = rangeOf(lines.flatMap((l) => l.seeds ?? []))
  return seeds && seeds[1] > 1 ? seeds : null
}

/** What is noted at the name of some lines, of all of them together; null where nothing is. */
export function noteOfLines(lines: readonly Line[]): LineNote | null {
  const notes = lines.flatMap((l) => l.name.note ?? [])
  const best = rangeOf(notes.flatMap((n) => (n.kind === 'best of n' ? n.n : [])))
  if (best) return { kind: 'best of n', n: best }
  const values = notes.flatMap((n) => (n.kind === 'n' ? n.values : []))
  return values.length > 0 ? { kind: 'n', values: byNumber(values) } : (notes[0] ?? null)
}
