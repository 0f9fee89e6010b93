import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import { resourceFile } from '../system/package-files'
import { BUILT_IN } from './built-in'
import { textTask } from './custom/load'
import { loadTaskFile } from './load-file'
import { mmluSubject } from './mmlu/task'
import type { Task } from './task'

/** Tasks whose documents come with Atelier: ordinary task files, found by their name alone. */
export function bundledTasks(): readonly { readonly name: string; readonly path: string }[] {
  return taskFiles(resourceFile('tasks'))
}

/** Where a person's own tasks stand, and where those lie that were removed: runs that used them still need them. */
export const ownTasksFolder = (home: string): string => join(home, 'tasks')
export const removedTasksFolder = (home: string): string => join(ownTasksFolder(home), 'removed')

/** A person's own tasks: the task files of a data folder. */
export function ownTasks(home: string): readonly { readonly name: string; readonly path: string }[] {
  return taskFiles(ownTasksFolder(home))
}

const IS_TEXT = /\.txt(\.gz)?$/i
const IS_TASK_FILE = /\.(ya?ml|json)$/i

function taskFiles(folder: string): { readonly name: string; readonly path: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => IS_TASK_FILE.test(file))
    .sort()
    .map((file) => ({ name: basename(file, extname(file)), path: join(folder, file) }))
}

/**
 * A built-in or bundled task or one of the data folder by its name, or any by the path of its definition. Throws
 * `task.unknown`, `task.definition`.
 */
export async function findTask(nameOrPath: string, home: string): Promise<Task> {
  const builtIn = BUILT_IN.find((t) => t.id === nameOrPath)
  if (builtIn) return builtIn
  if (IS_TASK_FILE.test(nameOrPath)) return loadTaskFile(nameOrPath)
  if (IS_TEXT.test(nameOrPath)) return textTask(nameOrPath)
  const known = [...bundledTasks(), ...ownTasks(home)]
  const found = known.find((t) => t.name === nameOrPath)
  if (found) return loadTaskFile(found.path)
  const subject = mmluSubject(nameOrPath)
  if (subject) return subject
  const names = [...BUILT_IN, ...known].map((t) => ('id' in t ? t.id : t.name)).join(', ')
  throw new LabError(
    'task.unknown',
    `there is no task ${nameOrPath}; the tasks here are ${names}, a path to a .yaml or .json file is a task of your own, and one to a .txt file is its text's perplexity`,
    { task: nameOrPath },
  )
}

/** As `findTask`, for a run that was started before: its task may have been removed since. */
export async function findTaskOfRun(nameOrPath: string, home: string): Promise<Task> {
  const removed = taskFiles(removedTasksFolder(home)).find((t) => t.name === nameOrPath)
  const isThere = ownTasks(home).some((t) => t.name === nameOrPath)
  return removed && !isThere ? loadTaskFile(removed.path) : findTask(nameOrPath, home)
}
