import { frameOf } from './frame'
import type { LineLook } from './line'
import type { Subject } from './subject'
import { SWEPT, variantLine } from './variant-line'
import type { FigureWanted } from './wanted'

/** All swept variants of a subject on one plot, by affected layers. */
export const allVariants = (subject: Subject, look: Pick<LineLook, 'x' | 'loops'>): FigureWanted => ({
  lines: SWEPT.flatMap((v) => variantLine(subject, v, look) ?? []),
  ...frameOf([subject], look.x),
})
