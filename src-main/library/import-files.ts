import type { ImportedFile } from '../../src-preload/contract/task'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { taskOfFile } from './task-identity'
import type { TaskService } from './tasks'

/** Imports several files whose names tell the task: `arc_easy.jsonl`, `ARC-Easy_test.parquet`. One that is bad does not stop the others. */
export async function importFiles(
  tasks: Pick<TaskService, 'importDocuments'>,
  paths: readonly string[],
): Promise<readonly ImportedFile[]> {
  const done: ImportedFile[] = []
  for (const path of paths) {
    const task = taskOfFile(path)
    if (task === null) {
      done.push({ path, task, nDocs: null, problem: null })
      continue
    }
    try {
      done.push({ path, task, ...(await tasks.importDocuments(task, path)), problem: null })
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      done.push({ path, task, nDocs: null, problem: toWireError(cause) })
    }
  }
  return done
}
