import type { Text } from '@/shared/format/text'
import { documentsDrawn, rangeOf, type CountRange } from '@/shared/series/documents'
import type { LineFigure } from '@/shared/series/line'

/**
 * How a best of several was chosen, on how many documents it is shown, and what it is read against: on the other half it may
 * stand above the full model of all documents without being better than it.
 *
 * @param valueText where no line is drawn that shows it: how the full model's value is written
 */
export function bestFoot(
  figures: readonly Pick<LineFigure, 'lines' | 'fullOnHalf'>[],
  isNormalised: boolean,
  range: (range: CountRange) => string,
  valueText: ((value: number) => string) | null = null,
): readonly Text[] {
  const points = figures.flatMap((f) => f.lines.flatMap((l) => l.points))
  const { half } = documentsDrawn(points)
  if (!half) return points.some((p) => p.chosenOf > 0) ? [{ key: 'figures.bestFoot.same' }] : []
  const reading = isNormalised ? [{ key: 'figures.bestFoot.normalised' }] : readAgainst(figures, valueText)
  return [{ key: 'figures.bestFoot.halves', values: { n: range(half) } }, ...reading]
}

function readAgainst(
  figures: readonly Pick<LineFigure, 'fullOnHalf'>[],
  valueText: ((value: number) => string) | null,
): readonly Text[] {
  const ends = rangeOf(figures.flatMap((f) => f.fullOnHalf.map(([, y]) => y)))
  if (!ends) return []
  if (!valueText) return [{ key: 'figures.bestFoot.dotted' }]
  return [{ key: 'figures.bestFoot.full', values: { value: [...new Set(ends.map(valueText))].join('–') } }]
}
