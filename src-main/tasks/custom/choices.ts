import { LabError } from '../../../src-preload/contract/errors'
import { jsonCell } from '../task'
import { compileTemplate, type RowTemplate } from './template'

type RawRow = Readonly<Record<string, unknown>>

/** The choices of a row: a template each, or the column that holds the list. Throws `task.row` where there are fewer than two. */
export function choicesReader(choices: string | readonly string[], path: string): (row: RawRow) => string[] {
  if (typeof choices !== 'string') {
    const templates: RowTemplate[] = choices.map((c, i) => compileTemplate(c, `${path}, choices ${i + 1}`))
    return (row) => templates.map((t) => t(row))
  }
  // the name of a column that holds the list, with dots for what lies inside: choices.text
  return (row) => {
    const list = choices
      .split('.')
      .reduce<unknown>((held, key) => jsonCell(held instanceof Object ? (held as RawRow)[key] : undefined), row)
    if (!Array.isArray(list) || list.length < 2)
      throw new LabError('task.row', `the column ${choices} holds no list of two or more choices`, { column: choices })
    const empty = list.findIndex((choice) => choice === null || choice === undefined)
    if (empty >= 0)
      throw new LabError('task.row', `choice ${empty + 1} of the column ${choices} is empty (null)`, {
        column: choices,
      })
    return list.map(String)
  }
}
