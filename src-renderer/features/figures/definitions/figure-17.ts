import { starts } from '@contract/plan/figure-plans'
import { byNumber } from '@/shared/series/line'
import type { Subject } from '@/shared/series/subject'
import { plansAt } from '@/shared/series/wanted'
import { byTask } from './by-task'
import { QUICK_DOCUMENTS, type LinesDefinition } from './definition'

/** Numbers of iterations that a model was asked for. */
const iterationsOf = (subject: Subject): readonly number[] =>
  byNumber(plansAt(subject, 'loop-middle').flatMap(({ plan }) => plan.variant?.params.n ?? []))

/** The middle layers looped, a panel a number of iterations. */
export const FIGURE_17: LinesDefinition = {
  kind: 'lines',
  id: '17',
  label: '17',
  number: '17',
  plans: (nLayers, quick) => ['full', `loop-middle(s=${starts(nLayers, quick)},n=2..3)`],
  quickDocuments: QUICK_DOCUMENTS,
  live: {
    lines: (subject, look) => byTask(subject, 'loop-middle', { ...look, score: 'raw', by: 'model' }),
    x: 'figures.affectedLayers',
  },
  variants: ['loop-middle'],
  isOf: (variants) => variants.has('loop-middle'),
  runs: 'one',
  isByTask: true,
  panels: (subjects, look) =>
    subjects.flatMap((subject) =>
      iterationsOf(subject).flatMap((n) => {
        const figure = byTask(subject, 'loop-middle', look, n)
        const title = { key: 'figures.17.panel', values: { n } }
        return figure.lines.length > 0
          ? [{ key: `n${n} ${subject.letter}`, subject, variant: 'loop-middle', title, figure }]
          : []
      }),
    ),
  hasVariantPanels: false,
  axis: 'chosen',
  legend: { lines: 'tasks', isByArea: false },
}
