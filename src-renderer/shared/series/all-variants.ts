import { frameOf } from './frame'
import type { LineFigure, LineLook } from './line'
import type { Source } from './source'
import { SWEPT, variantLine } from './variant-line'

/** All swept variants on one plot, by affected layers. */
export const allVariants = (sources: readonly Source[], look: LineLook): LineFigure => ({
  lines: SWEPT.flatMap((v) => variantLine(sources, v, look) ?? []),
  ...frameOf(sources, look, SWEPT),
})
