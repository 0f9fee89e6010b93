import { starts } from '@contract/plan/figure-plans'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type HeatmapDefinition } from './definition'

const QUICK_ITERATIONS = 6

/** Looped parallel: as many iterations as layers that can be looped. */
const iterations = (nLayers: number, quick: boolean): number => (quick ? QUICK_ITERATIONS : Math.max(1, nLayers - 2))

export const FIGURE_10: HeatmapDefinition = {
  kind: 'heatmap',
  id: '10',
  label: '10',
  number: '10',
  plans: (nLayers, quick) => [
    'full',
    `looped-parallel(s=${starts(nLayers, quick)},n=1..${iterations(nLayers, quick)})`,
  ],
  quickDocuments: QUICK_DOCUMENTS,
  live: LIVE_VARIANTS,
  variants: ['looped-parallel'],
  isOf: (variants) => variants.has('looped-parallel'),
  runs: 'one',
  isByTask: false,
}
