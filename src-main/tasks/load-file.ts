import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { LabError } from '../../src-preload/contract/errors'
import { customTask } from './custom/load'
import { isHarnessFile, loadHarnessTask } from './harness/load'
import { parseTaskText } from './harness/read-file'
import type { Task } from './task'

/** A task file: one of Atelier's own form (docs/tasks.md), which says its `type`, or one of lm-evaluation-harness. Throws `task.definition` naming the field. */
export async function loadTaskFile(path: string): Promise<Task> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new LabError(
      'task.unknown',
      `${path}: there is no such task definition (${cause.code ?? cause.message})`,
      { task: path },
      { cause },
    )
  })
  // the two are parsed by different rules: what PyYAML takes for a boolean is a word for us
  const raw = parseTaskText(text, path)
  if (raw['group'] !== undefined && Array.isArray(raw['task']))
    throw new LabError('task.definition', `${path}: is a group of tasks; its tasks are taken one by one`, {})
  return raw['type'] === undefined && isHarnessFile(raw) ? loadHarnessTask(path) : customTask(parse(text), path)
}
