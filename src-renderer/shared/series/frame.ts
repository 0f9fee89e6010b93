import type { VariantName } from '@contract/plan/syntax'
import { byNumber, type Guides, type LineFigure, type LineLook } from './line'
import { xOf } from './measured'
import { floorOf, fullScore } from './score'
import { plansOf, type Source } from './source'

/** What stands around the lines of a figure by affected layers: the full model, the floor, the axis and what is planned on it. */
export function frameOf(
  sources: readonly Source[],
  look: LineLook,
  variants: readonly VariantName[],
): Omit<LineFigure, 'lines'> {
  const nLayers = mostLayers(sources)
  return {
    ...guidesOf(sources, look),
    xMax: look.x === 'share' ? 100 : nLayers,
    xPlanned: byNumber(sources.flatMap((s) => plannedOf(s, look, variants))),
    nLayers,
  }
}

/** Of the first run: the others are drawn against it. */
export function guidesOf(sources: readonly Source[], look: LineLook): Guides {
  const [first] = sources
  return first
    ? { full: fullScore(first, look.choice), floor: floorOf(first.run, look.choice, look.floors) }
    : { full: null, floor: null }
}

export const mostLayers = (sources: readonly Source[]): number =>
  Math.max(1, ...sources.map((s) => s.run.model.nLayers))

const plannedOf = (source: Source, look: LineLook, variants: readonly VariantName[]): number[] =>
  plansOf(source.run).flatMap(({ variant, affectedLayers }) =>
    variant && variants.includes(variant.name) && affectedLayers !== null ? [xOf(source, affectedLayers, look.x)] : [],
  )
