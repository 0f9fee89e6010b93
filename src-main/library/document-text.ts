import { scorable } from '../tasks/documents'
import { isAskedRow } from '../tasks/asked'
import { described, type ScorableDocument, type Task } from '../tasks/task'

/** Where the choices stand in a text that is the same around them. */
const BLANK = '___'

export interface ReadDocument {
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
}

/** A stored document in words; one of before questions were kept is shown as the row that it is. */
export const asRead = (task: Task, row: unknown): ReadDocument =>
  task.ask !== undefined && !isAskedRow(row)
    ? { context: JSON.stringify(row, null, 2), choices: [], target: 0 }
    : inWords(scorable(task, row))

/** A document in words. */
export function inWords(document: ScorableDocument): ReadDocument {
  const { target } = document
  const pairs = described(document)
  const contexts = pairs.map((p) => p.context)
  const [first] = pairs
  if (!first || contexts.every((c) => c === first.context))
    return { context: first?.context ?? '', choices: pairs.map((p) => p.continuation), target }
  // the same ending after each choice (partial scoring): what differs is the choice, and the rest is asked around it
  if (pairs.every((p) => p.continuation === first.continuation)) {
    const shared = sharedWords(contexts)
    const choices = contexts.map((c) => c.slice(shared.length))
    return { context: `${shared}${BLANK}${first.continuation}`, choices, target }
  }
  return { context: '', choices: pairs.map((p) => p.context + p.continuation), target }
}

/** The beginning that texts share, up to a blank: a choice is not cut inside a word. */
function sharedWords(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  let length = 0
  while (length < first.length && others.every((t) => t[length] === first[length])) length++
  return first.slice(0, first.lastIndexOf(' ', length - 1) + 1)
}
