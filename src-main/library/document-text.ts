import { scorable } from '../tasks/documents'
import type { Task } from '../tasks/task'

/** Where the choices stand in a text that is the same around them. */
const BLANK = '___'

/** A document in words. */
export function asRead(
  task: Task,
  row: unknown,
): { readonly context: string; readonly choices: readonly string[]; readonly target: number } {
  const { pairs, target } = scorable(task, row)
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
