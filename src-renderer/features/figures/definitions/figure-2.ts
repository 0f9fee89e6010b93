import { markOf } from '@/theme/tokens'
import { guidesOf, mostLayers } from '@/shared/series/frame'
import { byNumber, type Line, type LineFigure, type LineLook } from '@/shared/series/line'
import { measured, pointAt } from '@/shared/series/measured'
import { plansOf, type Source } from '@/shared/series/source'
import { QUICK_DOCUMENTS, type LinesDefinition } from './definition'

const VARIANTS = ['skip-layer', 'switch'] as const

/** One layer skipped, and two neighbours switched, by layer. */
export function bySingleLayer(sources: readonly Source[], look: LineLook): LineFigure {
  const nLayers = mostLayers(sources)
  const planned = sources.flatMap((s) => plansOf(s.run).flatMap((p) => p.variant?.params.layer ?? []))
  return {
    lines: VARIANTS.map((variant) => layerLine(sources, variant, look)).filter((line) => line.points.length > 0),
    ...guidesOf(sources, look),
    // an axis needs two ends, though one layer is but a point
    xMax: Math.max(1, nLayers - 1),
    xPlanned: byNumber(planned),
    nLayers,
  }
}

function layerLine(sources: readonly Source[], variant: (typeof VARIANTS)[number], look: LineLook): Line {
  const points = measured(sources, variant, look.choice)
    .map((m) => pointAt(m.plan.variant?.params.layer ?? 0, m))
    .sort((a, b) => a.x - b.x)
  return {
    key: variant,
    name: { kind: 'variant', text: variant },
    mark: markOf(variant),
    weight: 'main',
    dash: 0,
    tint: 0,
    points,
    hasBand: false,
    nPlans: points.length,
    nSeeds: 0,
  }
}

export const FIGURE_2: LinesDefinition = {
  kind: 'lines',
  id: '2',
  label: '2',
  number: '2',
  plans: () => ['full', 'skip-layer(layer=*)', 'switch(layer=*)'],
  quickDocuments: QUICK_DOCUMENTS,
  live: { lines: bySingleLayer, x: 'figures.layerN' },
  variants: VARIANTS,
  isOf: (variants) => VARIANTS.some((v) => variants.has(v)),
  runs: 'one',
  isByTask: false,
  panels: (sources, look) => [
    { key: 'main', variant: null, title: { key: 'figures.2.title' }, figure: bySingleLayer(sources, look) },
  ],
  axis: 'layer',
  legend: { lines: 'variants', isByArea: false },
}
