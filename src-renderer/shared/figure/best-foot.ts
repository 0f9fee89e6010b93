import { documentsDrawn, type CountRange } from '@/shared/series/documents'
import type { LineFigure } from '@/shared/series/line'

interface FootText {
  readonly key: string
  readonly values?: { readonly n: string }
}

/**
 * How a best of several was chosen, on how many documents it is shown, and what it is read against: on the other half it may
 * stand above the full model of all documents without being better than it.
 */
export function bestFoot(
  figures: readonly Pick<LineFigure, 'lines' | 'fullOnHalf'>[],
  isNormalised: boolean,
  range: (range: CountRange) => string,
): readonly FootText[] {
  const points = figures.flatMap((f) => f.lines.flatMap((l) => l.points))
  const { half } = documentsDrawn(points)
  if (!half) return points.some((p) => p.chosenOf > 0) ? [{ key: 'figures.bestFoot.same' }] : []
  const reading = isNormalised
    ? [{ key: 'figures.bestFoot.normalised' }]
    : figures.some((f) => f.fullOnHalf.length > 0)
      ? [{ key: 'figures.bestFoot.dotted' }]
      : []
  return [{ key: 'figures.bestFoot.halves', values: { n: range(half) } }, ...reading]
}
