import { resultsFileName } from '@/shared/format/file-name'
import { MEDIAN, tasksIn, type Scored } from '@/shared/series/scored'
import type { FigureDefinition } from './definitions/definition'

/** What a file of a figure is called: figure, models, tasks, date. */
export const fileName = (
  figure: Pick<FigureDefinition, 'id'>,
  models: readonly string[],
  tasks: readonly string[],
  now = new Date(),
): string => resultsFileName(`fig${figure.id}`, models, tasks, now)

/** @param drawn tasks that a line or a cell is of, one that stands for all of them included */
export function exportName(figure: FigureDefinition, scored: Scored, drawn: readonly string[]): string {
  const common = tasksIn(scored).map((t) => t.task)
  return fileName(
    figure,
    [...new Set(scored.subjects.map((s) => s.model.name))],
    drawn.includes(MEDIAN) ? common : common.filter((t) => drawn.includes(t)),
  )
}
