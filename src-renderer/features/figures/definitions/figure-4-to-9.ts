import { everyVariant } from '@contract/plan/figure-plans'
import { SWEPT } from '@/shared/series/variant-line'
import { taskPanels } from './by-task'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition } from './definition'

/** One variant a panel, by task. Its plans are those of figure 11, for which they are taken unless a tag says otherwise. */
export const FIGURE_4_TO_9: LinesDefinition = {
  kind: 'lines',
  id: '4-9',
  label: '4–9',
  number: '4–9',
  plans: everyVariant,
  quickDocuments: QUICK_DOCUMENTS,
  live: LIVE_VARIANTS,
  variants: SWEPT,
  isOf: () => false,
  runs: 'one',
  isByTask: true,
  panels: (subjects, look) =>
    taskPanels(subjects, look).map((panel) => ({ ...panel, title: { key: `figures.paperPanel.${panel.variant}` } })),
  hasVariantPanels: false,
  axis: 'chosen',
  legend: { lines: 'tasks', isByArea: false },
}
