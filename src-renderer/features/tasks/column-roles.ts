import { columnTemplate, offeredContext, type OwnTask } from '@contract/own-task'

/** What a column is for the task. `choices`: one that holds the list of them. */
export type Role =
  { readonly is: 'context' | 'target' | 'choices' | 'none' } | { readonly is: 'choice'; readonly number: number }
/** What a person gives a column; `at`: which choice it becomes, the next one unless said. */
export type GivenRole = { readonly is: 'context' | 'target' | 'choice' | 'none'; readonly at?: number }

export function roleOf(task: OwnTask, column: string): Role {
  if (task.target === column) return { is: 'target' }
  const at = task.choices.indexOf(column)
  if (task.kind === 'choice') {
    if (task.choices.length === 1 && listColumn(task) === column) return { is: 'choices' }
    if (at >= 0) return { is: 'choice', number: at + 1 }
  }
  return task.kind !== 'text' && inContext(task, column) ? { is: 'context' } : { is: 'none' }
}

const listColumn = ({ choices }: OwnTask): string | undefined => choices[0]?.replace(/\.text$/, '')
const inContext = (task: OwnTask, column: string): boolean => task.context.includes(columnTemplate(column))

/** The task once a column has another role; what it was before it is no more. `sample`: a cell of the column. */
export function withRole(
  task: OwnTask,
  columns: readonly string[],
  column: string,
  role: GivenRole,
  sample: string,
): OwnTask {
  const held = roleOf(task, column)
  const free: OwnTask = {
    ...task,
    target: held.is === 'target' ? null : task.target,
    choices: task.choices.filter((c) => c !== column && !(held.is === 'choices' && listColumn(task) === column)),
  }
  const had = columns.filter((c) => inContext(task, c))
  const wanted = role.is === 'context' ? [...had.filter((c) => c !== column), column] : had.filter((c) => c !== column)
  const asked = { ...free, context: contextOf(task, had, wanted) }
  switch (role.is) {
    case 'target':
      return { ...asked, target: column, answer: null }
    case 'choice':
      return {
        ...asked,
        kind: 'choice',
        answer: keptAnswer(task),
        choices: chosen(free.choices, column, role.at, sample),
      }
    case 'context':
      return { ...asked, kind: task.kind === 'text' ? 'continuation' : task.kind }
    case 'none':
      return asked
  }
}

/** How the right one is written is guessed again; that it is the first one stays. */
const keptAnswer = ({ answer }: OwnTask): OwnTask['answer'] => (answer === 'first' ? answer : null)

function chosen(choices: readonly string[], column: string, at: number | undefined, sample: string): string[] {
  if (sample.startsWith('[')) return [column]
  if (/^\{.*"text":\[/.test(sample)) return [`${column}.text`]
  return choices.toSpliced(at === undefined ? choices.length : at - 1, 0, column)
}

/** A template that nobody has written in is made anew; in one that was, only the columns come and go. */
function contextOf(task: OwnTask, had: readonly string[], wanted: readonly string[]): string {
  if (task.context === offeredContext(had, task.kind)) return offeredContext(wanted, task.kind)
  const without = had
    .filter((c) => !wanted.includes(c))
    .reduce((text, c) => text.replaceAll(columnTemplate(c), ''), task.context)
  return wanted.filter((c) => !had.includes(c)).reduce((text, c) => `${text}${columnTemplate(c)}`, without)
}
