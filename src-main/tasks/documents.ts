import { LabError } from '../../src-preload/contract/errors'
import { readRows } from './loaders/rows'
import type { ScorableDocument, Task } from './task'

/**
 * Reads every document of a file and checks it against the task. Nothing is returned unless all rows are good. Throws
 * `task.row` with the line and the column.
 */
export async function readDocuments(task: Task, file: string): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const { value, place } of readRows(file)) {
    try {
      scorable(task, value)
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      throw new LabError(
        'task.row',
        `${file}, ${place}: ${cause.message}; nothing of the file was stored`,
        { file, place, ...cause.data },
        { cause },
      )
    }
    rows.push(value)
  }
  if (rows.length === 0) throw new LabError('task.file', `${file}: holds no documents`, { file })
  return rows
}

/** A stored row as the task scores it. Throws `task.row`. */
export function scorable(task: Task, row: unknown): ScorableDocument {
  const parsed = task.row.safeParse(row)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const column = issue?.path.join('.') ?? ''
    const given = typeof row === 'object' && row !== null ? Object.keys(row).slice(0, 12).join(', ') : typeof row
    throw new LabError(
      'task.row',
      `${task.id} needs the column ${column || '(row)'}: ${issue?.message ?? ''} (the row has ${given})`,
      { column },
    )
  }
  const document = task.document(parsed.data as never)
  if (document.pairs.some((p) => p.continuation.trim() === ''))
    throw new LabError('task.row', `${task.id} has nothing to score: a choice or target is empty`, {})
  return document
}
