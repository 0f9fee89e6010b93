import { markOf } from '@/theme/tokens'
import { frameOf } from '@/shared/series/frame'
import { tasksOf } from '@/shared/series/source'
import type { Subject } from '@/shared/series/subject'
import { plansAt, pointsBy, type FigureWanted, type LineWanted } from '@/shared/series/wanted'
import { QUICK_DOCUMENTS, type LinesDefinition, type PanelWanted } from './definition'

const VARIANTS = ['skip-layer', 'switch'] as const
type Variant = (typeof VARIANTS)[number]

/** One layer skipped, and two neighbours switched, by layer. */
function bySingleLayer(subject: Subject, task: string | null = null): FigureWanted {
  return {
    ...frameOf([subject], 'layers', task),
    lines: VARIANTS.flatMap((variant) => layerLine(subject, variant, task) ?? []),
    // half a layer more on either side, so that the first and the last do not stand on the frame
    xMin: -0.5,
    xMax: subject.model.nLayers - 0.5,
    isByLayer: true,
  }
}

function layerLine(subject: Subject, variant: Variant, task: string | null): LineWanted | null {
  const points = pointsBy(plansAt(subject, variant), 'one', (p) => p.plan.variant?.params.layer ?? null)
  if (points.length === 0) return null
  return {
    key: [subject.letter, variant, task].filter((part) => part !== null).join(' '),
    subject,
    name: { kind: 'variant', text: variant },
    mark: markOf(variant),
    weight: 'main',
    dash: 0,
    tint: 0,
    task,
    hasBand: false,
    points,
  }
}

/** A small panel a task: a median of tasks hides which of them a layer matters to. */
const taskPanels = (subjects: readonly Subject[]): readonly PanelWanted[] =>
  subjects.flatMap((subject) => {
    const tasks = tasksOf(subject.runs)
    if (tasks.length < 2) return []
    return tasks.map((task): PanelWanted => ({
      key: `${subject.letter} ${task}`,
      subject,
      variant: null,
      title: { key: 'figures.ofTask', values: { task } },
      figure: bySingleLayer(subject, task),
    }))
  })

export const FIGURE_2: LinesDefinition = {
  kind: 'lines',
  id: '2',
  label: '2',
  number: '2',
  plans: () => ['full', 'skip-layer(layer=*)', 'switch(layer=*)'],
  quickDocuments: QUICK_DOCUMENTS,
  live: { lines: (subject) => bySingleLayer(subject), x: 'figures.layerN' },
  variants: VARIANTS,
  isOf: (variants) => VARIANTS.some((v) => variants.has(v)),
  runs: 'one',
  isByTask: false,
  panels: (subjects) =>
    subjects.map((subject) => ({
      key: subject.letter,
      subject,
      variant: null,
      title: { key: 'figures.2.title' },
      figure: bySingleLayer(subject),
    })),
  multiples: taskPanels,
  hasVariantPanels: false,
  axis: 'layer',
  legend: { lines: 'variants', isByArea: false },
}
