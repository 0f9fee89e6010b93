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
 * In the order in which their names first come; by area from the best, of the mean over the panels in which all have one. What
 * stands on other documents (a best of n on half of them) is not ranked among the others: it comes after them.
 */
export function legendRows(
  figures: readonly LineFigure[],
  byArea: boolean,
  lowerIsBetter = false,
): readonly LegendRow[] {
  const ranges = figures.map((f) => usualRange(f.lines))
  const rows = linesByName(figures.flatMap((f) => f.lines)).map(([key, lines]): LegendRow => {
    const summaries = figures.map((figure, i) => {
      const own = figure.lines.find((l) => legendKey(l) === key)
      return own ? { half: halfPoint(own, figure.full), area: area(own, ranges[i] ?? null) } : null
    })
    return { key, lines, documents: rangeOf(lines.flatMap((l) => l.points.map((p) => p.nDocs))), summaries }
  })
  if (!byArea) return rows
  // a row that lacks a panel would be judged by other ones than the rest
  const ranked = rows.filter((r) => r.summaries.some((_, i) => areaIn(r, i) !== null))
  const shared = figures.flatMap((_, i) => (ranked.every((r) => areaIn(r, i) !== null) ? [i] : []))
  const merit = (row: LegendRow): number => {
    const areas = shared.flatMap((i) => areaIn(row, i) ?? [])
    if (areas.length === 0) return -Infinity
    return (areas.reduce((a, b) => a + b, 0) / areas.length) * (lowerIsBetter ? -1 : 1)
  }
  const order = (a: LegendRow, b: LegendRow): number =>
    shared.length === 0 || merit(a) === merit(b) ? 0 : merit(b) - merit(a)
  return rows.toSorted((a, b) => moreDocuments(a, b) || order(a, b))
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

const areaIn = ({ summaries }: LegendRow, panel: number): number | null => {
  const area = summaries[panel]?.area
  return area && 'value' in area ? area.value : null
}

/** First those on the most documents, of equally many those of which no point is on fewer. */
const moreDocuments = ({ documents: a }: LegendRow, { documents: b }: LegendRow): number =>
  (b?.[1] ?? 0) - (a?.[1] ?? 0) || (b?.[0] ?? 0) - (a?.[0] ?? 0)

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
