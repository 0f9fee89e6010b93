import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import { resourceFile } from '../system/package-files'
import { BUILT_IN } from './built-in'
import { loadCustomTask } from './custom/load'
import type { Task } from './task'

/** Tasks whose documents come with Atelier: ordinary task files, found by their name alone. */
export function bundledTasks(): readonly { readonly name: string; readonly path: string }[] {
  const folder = resourceFile('tasks')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ name: basename(file, '.yaml'), path: join(folder, file) }))
}

/** A built-in or bundled task by its name, or a person's own by the path of its definition. Throws `task.unknown`, `task.definition`. */
export async function findTask(nameOrPath: string): Promise<Task> {
  const builtIn = BUILT_IN.find((t) => t.id === nameOrPath)
  if (builtIn) return builtIn
  if (/\.(ya?ml|json)$/i.test(nameOrPath)) return loadCustomTask(nameOrPath)
  const bundled = bundledTasks()
  const found = bundled.find((t) => t.name === nameOrPath)
  if (found) return loadCustomTask(found.path)
  const names = [...BUILT_IN.map((t) => t.id), ...bundled.map((t) => t.name)].join(', ')
  throw new LabError(
    'task.unknown',
    `there is no task ${nameOrPath}; the built-in tasks are ${names}, and a path to a .yaml or .json file is a task of your own`,
    { task: nameOrPath },
  )
}
