import { LabError } from '../../src-preload/contract/errors'
import { arcChallenge, arcEasy } from './arc/task'
import { loadCustomTask } from './custom/load'
import { hellaswag } from './hellaswag/task'
import { lambadaOpenai } from './lambada-openai/task'
import type { Task } from './task'
import { winogrande } from './winogrande/task'

/** The built-in tasks. A new one is a folder and one entry here. */
export const TASKS: readonly Task[] = [lambadaOpenai, arcEasy, arcChallenge, hellaswag, winogrande]

/** A built-in task by its name, or a person's own by the path of its definition. Throws `task.unknown`, `task.definition`. */
export async function findTask(nameOrPath: string): Promise<Task> {
  const builtIn = TASKS.find((t) => t.id === nameOrPath)
  if (builtIn) return builtIn
  if (/\.(ya?ml|json)$/i.test(nameOrPath)) return loadCustomTask(nameOrPath)
  throw new LabError('task.unknown', `there is no task ${nameOrPath}; the built-in tasks are ${TASKS.map((t) => t.id).join(', ')}, and a path to a .yaml or .json file is a task of your own`, { task: nameOrPath })
}
