import { scorable } from '../tasks/documents'
import type { Task } from '../tasks/task'

/** A document in words. */
export function asRead(
  task: Task,
  row: unknown,
): { readonly context: string; readonly choices: readonly string[]; readonly target: number } {
  const { pairs, target } = scorable(task, row)
  const [first] = pairs
  // where the contexts differ (partial scoring), what differs is the choice
  const same = pairs.every((p) => p.context === first?.context)
  return {
    context: same ? (first?.context ?? '') : (first?.continuation ?? ''),
    choices: pairs.map((p) => (same ? p.continuation : p.context)),
    target,
  }
}
