import { columnTemplate, type AnswerForm, type OwnAnswer, type OwnTask } from '../../../src-preload/contract/own-task'
import { LabError } from '../../../src-preload/contract/errors'
import { checked } from '../documents'
import type { FileRow } from '../loaders/rows'
import { guessAnswerForm } from './answer'
import { definitionOf } from './definition'
import { customTask } from './load'
import { renderTemplates } from './render'
import type { ScorableDocument } from '../task'

export interface CheckedRows {
  /** Each row as it would be asked; null where it cannot be. */
  readonly documents: readonly (ScorableDocument | null)[]
  /** Why a row cannot be scored, by its index. */
  readonly bad: ReadonlyMap<number, string>
  readonly answer: OwnAnswer | null
  /** Other forms that make sense of as many rows. */
  readonly alsoFits: readonly AnswerForm[]
  /** The accuracy of guessing, over the rows that can be scored. */
  readonly floor: number
}

/** Tries every row of a file on a task that is being made. Throws `task.definition` on what is not said yet. */
export async function checkRows(task: OwnTask, rows: readonly FileRow[]): Promise<CheckedRows> {
  const forms = task.kind === 'choice' && task.answer !== 'first' ? await answerForms(task, rows) : []
  const best = forms[0]
  const answer = task.answer ?? best?.form ?? null
  const taken = forms.find((f) => f.form === answer)
  const alsoFits = forms.filter(
    (f) => f.form !== answer && taken !== undefined && f.nRows === taken.nRows && f.nRows > 0,
  )
  const made = customTask(definitionOf(task, { answer, floor: 0, leftOut: [] }), task.path)
  const asked = (await made.ask?.(rows)) ?? []
  const bad = new Map<number, string>()
  let guessing = 0
  const documents = asked.map((document, i) => {
    try {
      if (document instanceof LabError) throw document
      guessing += 1 / checked(made, document).pairs.length
      return document
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      bad.set(i, cause.message)
      return null
    }
  })
  const nGood = rows.length - bad.size
  const floor = task.kind === 'choice' && nGood > 0 ? Math.round((1e4 * guessing) / nGood) / 1e4 : 0
  return { documents, bad, answer, alsoFits: alsoFits.map((f) => f.form), floor }
}

async function answerForms(task: OwnTask, rows: readonly FileRow[]): Promise<ReturnType<typeof guessAnswerForm>> {
  const [only, second] = task.choices
  if (only === undefined || task.target === null) return []
  const choices = second === undefined ? only : task.choices.map(columnTemplate)
  const rendered = await renderTemplates({ context: '', target: columnTemplate(task.target), choices }, rows, task.path)
  // a row without a value is told by the check of all rows
  return guessAnswerForm(
    rendered.flatMap((row) => (row instanceof LabError ? [] : [{ answer: row.target, choices: row.choices }])),
  )
}
