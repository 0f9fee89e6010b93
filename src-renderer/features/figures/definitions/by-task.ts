import type { VariantName } from '@contract/plan/syntax'
import { toldApart } from '@/shared/series/by-model'
import { frameOf } from '@/shared/series/frame'
import { MEDIAN } from '@/shared/series/scored'
import { taskPlace, tasksOf } from '@/shared/series/source'
import type { Subject } from '@/shared/series/subject'
import { SWEPT, variantLine } from '@/shared/series/variant-line'
import type { FigureWanted, LineWanted } from '@/shared/series/wanted'
import type { PanelLook, PanelWanted } from './definition'

/** One variant of one model: a thin line a task and, of normalised scores, their median. */
export function byTask(subject: Subject, variant: VariantName, look: PanelLook, fixedN?: number): FigureWanted {
  const tasks = tasksOf(subject.runs)
  const isNormalised = look.score === 'normalised'
  const thin = tasks.flatMap((task): LineWanted[] => {
    const line = variantLine(subject, variant, look, task, fixedN)
    return line ? [taskLine(line, task, taskPlace(subject.runs, task))] : []
  })
  const median = isNormalised ? variantLine(subject, variant, look, MEDIAN, fixedN) : null
  const frame = frameOf([subject], look.x, tasks[0] ?? null)
  return {
    ...frame,
    // guides only where one holds for all lines
    guides: isNormalised || tasks.length === 1 ? frame.guides : null,
    lines: [...thin, ...(median ? [medianLine(median)] : [])],
  }
}

const taskLine = (line: LineWanted, task: string, place: number): LineWanted => ({
  ...line,
  name: { kind: 'task', text: task },
  weight: 'thin',
  ...toldApart(place),
  hasBand: false,
})

const medianLine = (line: LineWanted): LineWanted => ({ ...line, name: { ...line.name, kind: 'median', text: MEDIAN } })

/** A panel for each swept variant and each model. */
export const taskPanels = (subjects: readonly Subject[], look: PanelLook): readonly PanelWanted[] =>
  SWEPT.flatMap((variant) =>
    subjects.flatMap((subject) => {
      const figure = byTask(subject, variant, look)
      return figure.lines.length > 0
        ? [{ key: `${variant} ${subject.letter}`, subject, variant, title: { key: `variant.${variant}` }, figure }]
        : []
    }),
  )
