import type { FigureDefinition } from './definitions/definition'
import { FIGURE_10 } from './definitions/figure-10'
import { FIGURE_11 } from './definitions/figure-11'
import { FIGURE_12 } from './definitions/figure-12'
import { FIGURE_15 } from './definitions/figure-15'
import { FIGURE_17 } from './definitions/figure-17'
import { FIGURE_2 } from './definitions/figure-2'
import { FIGURE_3 } from './definitions/figure-3'
import { FIGURE_4_TO_9 } from './definitions/figure-4-to-9'

/** In the paper's order. */
export const FIGURES: readonly FigureDefinition[] = [
  FIGURE_2,
  FIGURE_3,
  FIGURE_4_TO_9,
  FIGURE_10,
  FIGURE_11,
  FIGURE_12,
  FIGURE_15,
  FIGURE_17,
]

/** The one that is shown where none is asked for. */
export const FIRST_FIGURE: FigureDefinition = FIGURE_11

/** Whose figure an experiment of some variants is taken to be: the first of these that they suit. */
export const FIGURES_BY_VARIANTS = [FIGURE_11, FIGURE_2, FIGURE_17, FIGURE_10, FIGURE_12] as const

/** The figure of an id or an address; the first one for what names none. */
export const figureAt = (id: unknown): FigureDefinition => FIGURES.find((f) => f.id === id) ?? FIRST_FIGURE
