import type { tasksRoutes } from '../../../src-preload/contract/routes/tasks'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'

export function tasksHandlers({ tasks }: Pick<Lab, 'tasks'>): HandlersOf<typeof tasksRoutes> {
  return {
    'tasks.list': () => tasks.list(),
    'tasks.preview': ({ task, offset, limit }) => tasks.preview(task, offset, limit),
    'tasks.import': ({ task, path }) => tasks.importDocuments(task, path),
  }
}
