import { Template } from '@huggingface/jinja'
import { LabError } from '../../../src-preload/contract/errors'

export type RowTemplate = (row: Readonly<Record<string, unknown>>) => string

/**
 * A Jinja template over the columns of a row, as lm-evaluation-harness's task files use it. A column that the row does not
 * have is an error, not an empty text.
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
    const missing = columns.find((c) => !Object.hasOwn(row, c))
    if (missing !== undefined)
      throw new LabError('task.row', `the column ${missing} is missing; the row has ${Object.keys(row).join(', ')}`, {
        column: missing,
      })
    return template.render(row)
  }
}

/** Names a template reads that it does not set itself, its filters, tests and built-ins left out. */
function freeNames(program: unknown): string[] {
  const read = new Set<string>()
  const bound = new Set(['range', 'namespace', 'loop', 'true', 'false', 'none', 'True', 'False', 'None'])
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    const n = node as Record<string, unknown> & { type?: string }
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
  return [...read].filter((name) => !bound.has(name))
}

function collect(node: unknown, into: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  const n = node as Record<string, unknown> & { type?: string }
  if (n.type === 'Identifier') into.add(String(n['value']))
  else for (const child of Object.values(n)) collect(child, into)
}
