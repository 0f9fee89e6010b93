import type { LineLook } from './line'
import { floorOf, taskOf } from './score'
import { MEDIAN, tasksIn, type Scored } from './scored'
import type { Subject } from './subject'
import type { Cell } from './table'

/** Columns that every table of scores has: of which model under which condition, and of what the value is a score. */

export const SUBJECT_COLUMNS = ['model', 'fingerprint', 'layers', 'precision', 'bos'] as const
export const subjectCells = ({
  model,
  precision,
  addBos,
}: {
  readonly model: Pick<Subject['model'], 'name' | 'fingerprint' | 'nLayers'>
} & Pick<Subject, 'precision' | 'addBos'>): readonly Cell[] => [
  ...[model.name, model.fingerprint.slice(0, 12), model.nLayers, precision, addBos ? 1 : 0],
]

/** A value's error, and what it is one of. */
export const ERROR_COLUMNS = ['error', 'error_kind'] as const
export const errorCells = (error: number | null): readonly Cell[] => [
  error,
  error === null ? null : 'standard error over documents',
]

/** The runs that a value was measured in, and what became of each: of one that is not done, values may still move. */
export const RUN_COLUMNS = ['run', 'run_status'] as const
export function runCells({ runs }: Subject, ids: readonly string[]): readonly Cell[] {
  const own = runs.filter((r) => ids.includes(r.entry.run))
  return [own.map((r) => r.entry.run).join('; '), own.map((r) => r.entry.status).join('; ')]
}

export const SCORE_COLUMNS = ['task', 'metric', 'normalised', 'floor'] as const
/** A median names its tasks, and the floor of each where they differ. */
export function scoreCells(task: string, scores: Scored, { choice }: LineLook): readonly Cell[] {
  const row = taskOf(scores, task)
  const tasks = task === MEDIAN ? tasksIn(scores) : row ? [row] : []
  const metrics = [...new Set(tasks.map((t) => t.metric ?? choice.metric))]
  return [
    task === MEDIAN ? `median of ${tasks.map((t) => t.task).join(', ')}` : task,
    metrics.length > 0 ? metrics.join(', ') : choice.metric,
    choice.score === 'normalised' ? 1 : 0,
    floorCell(tasks.map(floorOf)),
  ]
}

function floorCell(floors: readonly (number | null)[]): Cell {
  const [first = null, ...others] = new Set(floors)
  return others.length === 0 ? first : floors.map((f) => f ?? '').join(', ')
}
