import type { tasksRoutes } from '../../../src-preload/contract/routes/tasks'
import { importFiles } from '../../library/import-files'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

export function tasksHandlers({ tasks, ownTasks }: Pick<Lab, 'ownTasks' | 'tasks'>): HandlersOf<typeof tasksRoutes> {
  return {
    'tasks.list': () => tasks.list(),
    'tasks.preview': ({ task, offset, limit }) => tasks.preview(task, offset, limit),
    'tasks.open': ({ path }) => ownTasks.open(path),
    'tasks.check': ({ task, model }) => ownTasks.check(task, model),
    'tasks.save': ({ task, name, replace }) => ownTasks.save(task, name, replace),
    'tasks.remove': async ({ task }) => {
      await ownTasks.remove(task)
      return null
    },
    'tasks.restore': async ({ task }) => {
      await ownTasks.restore(task)
      return null
    },
    'tasks.upload': ({ path, at, bytes }) => ownTasks.upload(path, at, bytes),
    'tasks.importFiles': ({ paths }) => importFiles(tasks, paths),
    'tasks.importTraining': ({ task, path }) => tasks.importTraining(task, path),
    'tasks.importExamples': ({ task, path }) => tasks.importExamples(task, path),
    'tasks.adopt': ({ path }) => ownTasks.adopt(path),
    'tasks.hideDocuments': ({ task, hidden }) => done(tasks.hideDocuments(task, hidden)),
    'tasks.import': ({ task, path }) => tasks.importDocuments(task, path),
  }
}
