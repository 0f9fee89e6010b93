import { columnTemplate, metricsOf, type OwnAnswer, type OwnTask } from '../../../src-preload/contract/own-task'
import { LabError } from '../../../src-preload/contract/errors'

/** What is written into the file of a task that was made by mouse (docs/tasks.md). Throws `task.definition` on what is still missing. */
export function definitionOf(
  task: OwnTask,
  facts: {
    readonly answer: OwnAnswer | null
    readonly floor: number
    readonly leftOut: readonly number[]
    readonly sha256?: string
  },
): Readonly<Record<string, unknown>> {
  const isFirst = task.kind === 'choice' && facts.answer === 'first'
  const target = isFirst ? '' : needed(task.target, 'target')
  const metrics = [...metricsOf(task)]
  const data = {
    data: task.path,
    ...(facts.sha256 === undefined ? {} : { sha256: facts.sha256 }),
    ...(/\.txt$/i.test(task.path) ? { split: task.split } : {}),
    ...(facts.leftOut.length > 0 ? { leave_out: facts.leftOut } : {}),
  }
  if (task.kind === 'choice') {
    const [first] = task.choices
    return {
      type: 'multiple_choice',
      context: task.context,
      choices:
        task.choices.length === 1 ? needed(first, 'choices') : needed(task.choices.map(columnTemplate), 'choices'),
      ...(isFirst
        ? { target: '0', answer: 'from_0' }
        : { target: columnTemplate(target), ...(facts.answer === null ? {} : { answer: facts.answer }) }),
      metrics,
      floor: facts.floor,
      ...data,
    }
  }
  return task.kind === 'continuation'
    ? {
        type: 'loglikelihood',
        context: task.context,
        target: columnTemplate(target),
        metrics,
        ...data,
      }
    : {
        type: 'rolling',
        // a column of this name needs no template
        ...(target === 'text' ? {} : { target: columnTemplate(target) }),
        metrics,
        ...data,
      }
}

function needed<T extends string | readonly string[]>(value: T | null | undefined, field: string): T {
  if (value === null || value === undefined || value.length === 0)
    throw new LabError('task.definition', `no column is the ${field} yet: choose one`, { field })
  return value
}
