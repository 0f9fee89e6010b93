import { Template } from '@huggingface/jinja'
import { LabError } from '../../../src-preload/contract/errors'

export type RowTemplate = (row: Readonly<Record<string, unknown>>) => string

/**
 * A Jinja template over the columns of a row, as lm-evaluation-harness's task files use it. A column that the row does not
 * have is an error, not an empty text. A column whose name is no word is read as `columns["Its name"]`.
 */
export function compileTemplate(source: string, where: string): RowTemplate {
  let template: Template
  try {
    template = new Template(source)
  } catch (cause) {
    throw new LabError(
      'task.definition',
      `${where}: the template does not parse: ${(cause as Error).message}`,
      {},
      { cause },
    )
  }
  const columns = freeNames(template.parsed)
  return (row) => {
    const missing = columns.read.find((c) => !Object.hasOwn(row, c))
    if (missing !== undefined)
      throw new LabError('task.row', `the column ${missing} is missing; the row has ${Object.keys(row).join(', ')}`, {
        column: missing,
      })
    return template.render(columns.named ? { ...row, columns: row } : row)
  }
}

/** Names a template reads that it does not set itself, its filters, tests and built-ins left out. */
function freeNames(program: unknown): { readonly read: readonly string[]; readonly named: boolean } {
  const read = new Set<string>()
  let named = false
  const bound = new Set(['range', 'namespace', 'loop', 'true', 'false', 'none', 'True', 'False', 'None'])
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    const n = node as Record<string, unknown> & { type?: string }
    const column = namedColumn(n)
    if (column !== undefined) {
      named = true
      return void read.add(column)
    }
    if (n.type === 'Identifier') return void read.add(String(n['value']))
    if (n.type === 'For') collect(n['loopvar'], bound)
    if (n.type === 'Set') collect(n['assignee'], bound)
    for (const [key, child] of Object.entries(n)) {
      const isName =
        (n.type === 'FilterExpression' && key === 'filter') || (n.type === 'TestExpression' && key === 'test')
      const isField = n.type === 'MemberExpression' && key === 'property' && n['computed'] !== true
      if (isName) visit((child as Record<string, unknown> | null)?.['args'])
      else if (!isField) visit(child)
    }
  }
  visit(program)
  return { read: [...read].filter((name) => !bound.has(name)), named }
}

/** The column that `columns["…"]` names. */
function namedColumn(n: Readonly<Record<string, unknown>>): string | undefined {
  if (n['type'] !== 'MemberExpression' || n['computed'] !== true) return undefined
  const object = n['object'] as Record<string, unknown>
  const property = n['property'] as Record<string, unknown>
  return object['value'] === 'columns' && property['type'] === 'StringLiteral' ? String(property['value']) : undefined
}

function collect(node: unknown, into: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  const n = node as Record<string, unknown> & { type?: string }
  if (n.type === 'Identifier') into.add(String(n['value']))
  else for (const child of Object.values(n)) collect(child, into)
}
