import { everyVariant } from '@contract/plan/figure-plans'
import type { VariantName } from '@contract/plan/syntax'
import { SWEPT } from '@/shared/series/variant-line'
import { taskPanels } from './by-task'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition } from './definition'

/** Each variant has a figure of the paper. */
const PAPER: Readonly<Partial<Record<VariantName, string>>> = {
  skip: '4',
  'repeat-middle': '5',
  reverse: '6',
  random: '7',
  parallel: '8',
  'looped-parallel': '9',
}

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
    taskPanels(subjects, look).map((panel) => {
      const paper = panel.variant === null ? undefined : PAPER[panel.variant]
      return paper === undefined ? panel : { ...panel, paper }
    }),
  hasVariantPanels: false,
  axis: 'chosen',
  legend: { lines: 'tasks', isByArea: false },
}
