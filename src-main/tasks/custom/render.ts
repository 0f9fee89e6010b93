import type { LabError } from '../../../src-preload/contract/errors'
import type { FieldRule } from '../../python/protocol'
import { renderRows } from '../../python/python'
import { columnsOf, notAsked } from '../asked'
import type { FileRow } from '../loaders/rows'

/** The parts of a person's own task that are made of a row. */
export interface Templates {
  readonly context: string
  readonly target: string
  /** A template each, or the column that holds the list; none for a loglikelihood task. */
  readonly choices?: string | readonly string[] | undefined
}

export interface RenderedRow {
  readonly context: string
  readonly target: string
  readonly choices: readonly string[]
}

/** Rows with their templates filled in, or why one cannot be. Throws `task.definition` naming the template that does not parse. */
export async function renderTemplates(
  { context, target, choices }: Templates,
  rows: readonly FileRow[],
  path: string,
): Promise<readonly (RenderedRow | LabError)[]> {
  const listed: Record<string, FieldRule> =
    typeof choices === 'string' ? { choices: { how: 'list', source: choices } } : {}
  const each = typeof choices === 'object' ? choices.map((c, i) => [`choices ${i + 1}`, template(c)] as const) : []
  const fields: Record<string, FieldRule> = {
    context: template(context),
    ...listed,
    ...Object.fromEntries(each),
    target: template(target),
  }
  const answer = await renderRows({ fields, columns: columnsOf(rows), rows: rows.map((r) => r.typed) }, path)
  return answer.map((row) => {
    if (!('values' in row)) return notAsked(row.field, row.why)
    const value = (field: string): string => row.values[field]?.text ?? ''
    return {
      context: value('context'),
      target: value('target'),
      choices: row.values['choices']?.list?.map((v) => v.text ?? '') ?? each.map(([field]) => value(field)),
    }
  })
}

const template = (source: string): FieldRule => ({ how: 'template', source })
