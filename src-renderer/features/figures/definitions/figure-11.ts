import { everyVariant } from '@contract/plan/figure-plans'
import { allVariants } from '@/shared/series/all-variants'
import { byModel } from '@/shared/series/by-model'
import { tasksOf } from '@/shared/series/source'
import type { Subject } from '@/shared/series/subject'
import { SWEPT } from '@/shared/series/variant-line'
import { taskPanels } from './by-task'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition, type PanelLook, type PanelWanted } from './definition'

/** A panel for each swept variant, a line a model. */
const modelPanels = (subjects: readonly Subject[], look: PanelLook): readonly PanelWanted[] =>
  SWEPT.flatMap((variant) => {
    const figure = byModel(subjects, variant, look)
    return figure.lines.length > 0
      ? [{ key: variant, subject: null, variant, title: { key: `variant.${variant}` }, figure }]
      : []
  })

/** All variants on one plot, a panel a model; below it each variant, by task or, of several models, by model. */
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
  panels: (subjects, look) =>
    look.by === 'variant'
      ? modelPanels(subjects, look)
      : subjects.map((subject) => ({
          key: subject.letter,
          subject,
          variant: null,
          title: { key: 'figures.11.title' },
          figure: allVariants(subject, look),
        })),
  multiples: (subjects, look) => {
    if (look.by === 'variant') return []
    if (subjects.length > 1) return modelPanels(subjects, look)
    return subjects.some((s) => tasksOf(s.runs).length > 1) ? taskPanels(subjects, look) : []
  },
  hasVariantPanels: true,
  axis: 'chosen',
  legend: { lines: 'variants', isByArea: true },
}
