import type { z } from 'zod'
import { LabError } from '../../src-preload/contract/errors'
import { askedBody, isAskedRow } from './asked'
import { readRows, type FileRow } from './loaders/rows'
import type { ScorableDocument, Task } from './task'

/**
 * Reads every document of a file and checks it against the task: each as it is stored. Nothing is returned unless all rows
 * are good. Throws `task.row` with the line and the column.
 */
export async function readDocuments(task: Task, file: string): Promise<string[]> {
  const rows = await readRowsOf(task, file)
  const asked = await task.ask?.(rows)
  return eachRow(rows, file, (row, i) => {
    if (asked !== undefined) return askedBody(row.typed, checked(task, madeOf(asked[i])))
    scorable(task, row.value)
    return row.json
  })
}

/** What is made of each row of a file. Throws `task.row` with the place of the first that cannot be used. */
export function eachRow<T>(rows: readonly FileRow[], file: string, make: (row: FileRow, i: number) => T): T[] {
  return rows.map((row, i) => {
    try {
      return make(row, i)
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      const { place } = row
      throw new LabError(
        'task.row',
        `${file}, ${place}: ${cause.message}; nothing of the file was stored`,
        { file, place, ...cause.data },
        { cause },
      )
    }
  })
}

/** An answer of a task about a row. Throws why there is none. */
export function madeOf<T>(answer: T | LabError | undefined): T {
  if (answer instanceof LabError) throw answer
  if (answer === undefined) throw new Error('no answer for a row')
  return answer
}

/** The rows of a file that a task takes, as its own function leaves them. Throws `task.file`, and `task.definition` from the function. */
export async function readRowsOf(task: Task, file: string): Promise<readonly FileRow[]> {
  const all = await Array.fromAsync(readRows(file, task))
  const leftOut = new Set(task.leftOut)
  const taken = all.filter((_, i) => !leftOut.has(i + 1))
  const rows = task.process && taken.length > 0 ? await task.process(taken) : taken
  if (rows.length === 0) throw new LabError('task.file', `${file}: holds no documents`, { file })
  return rows
}

/** A stored row as the task scores it. Throws `task.row`. */
export function scorable(task: Task, row: unknown): ScorableDocument {
  const parsed = task.row.safeParse(row)
  if (task.ask !== undefined && !isAskedRow(row))
    throw new LabError(
      'task.row',
      `${task.id}: its questions were stored by an earlier version of Atelier as rows only; start the run anew`,
      {},
    )
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const column = issue?.path.join('.') ?? ''
    throw new LabError('task.row', `${task.id} needs ${inWords(row, issue)}`, { column })
  }
  return checked(task, task.document(parsed.data as never))
}

/** A document that has something to score. Throws `task.row`. */
export function checked(task: Task, document: ScorableDocument): ScorableDocument {
  if (document.pairs.some((p) => p.continuation.trim() === ''))
    throw new LabError('task.row', `${task.id} has nothing to score: a choice or target is empty`, {})
  return document
}

/** What a row lacks, for one who knows columns and not schemas. */
function inWords(row: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return `named columns, and the row is ${Array.isArray(row) ? 'a list' : `a single value (${String(row).slice(0, 40)})`}`
  const columns = Object.keys(row).slice(0, 12).join(', ') || 'none'
  const path = issue?.path ?? []
  const column = path.join('.')
  const value = path.reduce<unknown>(
    (v, key) => (v instanceof Object ? (v as Record<PropertyKey, unknown>)[key] : undefined),
    row,
  )
  if (value === undefined) return `the column ${column}, which the row does not have; it has ${columns}`
  const said = JSON.stringify(value).slice(0, 60)
  return issue?.code === 'custom'
    ? `another text in the column ${column}: ${said} ${issue.message}`
    : `${EXPECTED[issue?.code === 'invalid_type' ? issue.expected : ''] ?? 'another value'} in the column ${column}, which holds ${said}`
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'an object',
}
