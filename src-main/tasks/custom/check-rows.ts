import { columnTemplate, type AnswerForm, type OwnTask } from '../../../src-preload/contract/own-task'
import { LabError } from '../../../src-preload/contract/errors'
import { scorable } from '../documents'
import { guessAnswerForm } from './answer'
import { choicesReader } from './choices'
import { definitionOf } from './definition'
import { customTask } from './load'
import { compileTemplate } from './template'

type Row = Readonly<Record<string, unknown>>

export interface CheckedRows {
  /** Why a row cannot be scored, by its index. */
  readonly bad: ReadonlyMap<number, string>
  readonly answer: AnswerForm | null
  /** Other forms that make sense of as many rows. */
  readonly alsoFits: readonly AnswerForm[]
  /** The accuracy of guessing, over the rows that can be scored. */
  readonly floor: number
}

/** Tries every row of a file on a task that is being made. Throws `task.definition` on what is not said yet. */
export function checkRows(task: OwnTask, rows: readonly Row[]): CheckedRows {
  const forms = task.kind === 'choice' ? answerForms(task, rows) : []
  const best = forms[0]
  const answer = task.answer ?? best?.form ?? null
  const taken = forms.find((f) => f.form === answer)
  const alsoFits = forms.filter(
    (f) => f.form !== answer && taken !== undefined && f.nRows === taken.nRows && f.nRows > 0,
  )
  const made = customTask(definitionOf(task, { answer, floor: 0, leftOut: [] }), task.path)
  const bad = new Map<number, string>()
  let guessing = 0
  for (const [i, row] of rows.entries()) {
    try {
      guessing += 1 / scorable(made, row).pairs.length
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      bad.set(i, cause.message)
    }
  }
  const nGood = rows.length - bad.size
  const floor = task.kind === 'choice' && nGood > 0 ? Math.round((1e4 * guessing) / nGood) / 1e4 : 0
  return { bad, answer, alsoFits: alsoFits.map((f) => f.form), floor }
}

function answerForms(task: OwnTask, rows: readonly Row[]): ReturnType<typeof guessAnswerForm> {
  const [only, second] = task.choices
  if (only === undefined || task.target === null) return []
  const choices = choicesReader(second === undefined ? only : task.choices.map(columnTemplate), task.path)
  const target = compileTemplate(columnTemplate(task.target), task.path)
  return guessAnswerForm(
    rows.flatMap((row) => {
      try {
        return [{ answer: target(row), choices: choices(row) }]
      } catch (cause) {
        // such a row is told by the check of all rows
        if (cause instanceof LabError) return []
        throw cause
      }
    }),
  )
}
