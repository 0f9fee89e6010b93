import { resultsFileName } from '@/shared/format/file-name'
import { tasksIn, type Scored } from '@/shared/series/scored'
import type { FigureDefinition } from './definitions/definition'

/** What a file of a figure is called: figure, models, tasks, date. */
export const fileName = (
  figure: Pick<FigureDefinition, 'id'>,
  models: readonly string[],
  tasks: readonly string[],
  now = new Date(),
): string => resultsFileName(`fig${figure.id}`, models, tasks, now)

export const exportName = (figure: FigureDefinition, scored: Scored): string =>
  fileName(
    figure,
    [...new Set(scored.subjects.map((s) => s.model.name))],
    tasksIn(scored).map((t) => t.task),
  )
