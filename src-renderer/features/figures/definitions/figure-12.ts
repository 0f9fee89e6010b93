import { byModel } from '@/shared/series/by-model'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition } from './definition'

/** Skip for several models, a line each. */
export const FIGURE_12: LinesDefinition = {
  kind: 'lines',
  id: '12',
  label: '12',
  number: '12',
  plans: () => ['full', 'skip(s=*)'],
  quickDocuments: QUICK_DOCUMENTS,
  live: LIVE_VARIANTS,
  variants: ['skip'],
  isOf: (variants) => variants.has('skip'),
  runs: 'each model',
  isByTask: false,
  panels: (subjects, look) => [
    {
      key: 'main',
      subject: subjects.length === 1 ? (subjects[0] ?? null) : null,
      variant: 'skip',
      title: { key: 'figures.12.title' },
      figure: byModel(subjects, 'skip', look),
    },
  ],
  hasVariantPanels: false,
  axis: 'share',
  legend: { lines: 'models', isByArea: false },
}
