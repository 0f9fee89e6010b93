import { LabError } from '../../../src-preload/contract/errors'
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
    const value = choices
      .split('.')
      .reduce<unknown>(
        (v, key) =>
          (typeof v === 'string' ? tryJson(v) : v) instanceof Object
            ? ((typeof v === 'string' ? tryJson(v) : v) as RawRow)[key]
            : undefined,
        row,
      )
    const list = typeof value === 'string' ? tryJson(value) : value
    if (!Array.isArray(list) || list.length < 2)
      throw new LabError('task.row', `the column ${choices} holds no list of two or more choices`, { column: choices })
    return list.map(String)
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
