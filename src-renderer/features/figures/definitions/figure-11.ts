import { everyVariant } from '@contract/plan/figure-plans'
import { allVariants } from '@/shared/series/all-variants'
import { SWEPT } from '@/shared/series/variant-line'
import { variantPanels } from './by-task'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition } from './definition'

/** All variants on one plot; below it each variant by task, where there are several. */
export const FIGURE_11: LinesDefinition = {
  kind: 'lines',
  id: '11',
  label: '11',
  number: '11',
  plans: everyVariant,
  quickDocuments: QUICK_DOCUMENTS,
  live: LIVE_VARIANTS,
  variants: SWEPT,
  isOf: (variants) => SWEPT.filter((v) => variants.has(v)).length >= 2,
  runs: 'one',
  isByTask: false,
  panels: (sources, look) => [
    { key: 'main', variant: null, title: { key: 'figures.11.title' }, figure: allVariants(sources, look) },
  ],
  multiples: (sources, look) => (sources[0]?.run.tasks.length === 1 ? [] : variantPanels(sources, look)),
  axis: 'chosen',
  legend: { lines: 'variants', isByArea: true },
}
