import { readVariant } from '@/shared/plan/plan-text'
import { FIGURES, FIGURES_BY_VARIANTS, FIRST_FIGURE } from './catalogue'
import type { FigureDefinition, FigureId } from './definitions/definition'

/** The tag of an experiment that was set up from a preset: figures 4-9 and 11 have the same plans. */
export const figureTag = (figure: FigureId): string => `figure ${figure}`

export const isFigureTag = (tag: string): boolean => FIGURES.some((f) => figureTag(f.id) === tag)

/** The figure that an experiment is for: the one its tag names, else the one that its plans draw. */
export function figureOf(experiment: {
  readonly plans: readonly string[]
  readonly tags: readonly string[]
}): FigureDefinition {
  const tagged = FIGURES.find((f) => experiment.tags.includes(figureTag(f.id)))
  if (tagged) return tagged
  const variants = new Set(experiment.plans.map((p) => readVariant(p)?.name))
  return FIGURES_BY_VARIANTS.find((f) => f.isOf(variants)) ?? FIRST_FIGURE
}
