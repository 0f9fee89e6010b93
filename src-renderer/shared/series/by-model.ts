import type { VariantName } from '@contract/plan/syntax'
import { frameOf } from './frame'
import type { LineLook } from './line'
import type { Subject } from './subject'
import { variantLine } from './variant-line'
import type { FigureWanted, LineWanted } from './wanted'

const N_DASHES = 6
const N_TINTS = 4

/** How the lines of several subjects, or several tasks, are told apart in one colour: by the place that the store gave each. */
export const toldApart = (place: number): Pick<LineWanted, 'dash' | 'tint'> => ({
  dash: place % N_DASHES,
  tint: place % N_TINTS,
})

/** One variant, a line a model: told apart by dash and letter, in the variant's colour. */
export function byModel(
  subjects: readonly Subject[],
  variant: VariantName,
  look: Pick<LineLook, 'x' | 'loops'>,
): FigureWanted {
  const lines = subjects.flatMap((subject): LineWanted[] => {
    const line = variantLine(subject, variant, look)
    if (!line) return []
    const note = { kind: 'layers', n: subject.model.nLayers } as const
    return [{ ...line, name: { kind: 'model', text: subject.name, note }, ...toldApart(subject.place) }]
  })
  return { lines, ...frameOf(subjects, look.x) }
}
