import { z } from 'zod'
import type { TaskEntry, TaskPreviewRow } from '../task'
import { nothing, path, returns, route } from './route'

/** Tasks and their documents. */
export const tasksRoutes = {
  'tasks.list': route(nothing, returns<readonly TaskEntry[]>()),
  'tasks.preview': route(
    z.strictObject({ task: path, offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    returns<{ readonly nDocs: number; readonly rows: readonly TaskPreviewRow[] }>(),
  ),
  'tasks.import': route(z.strictObject({ task: path, path }), returns<{ readonly nDocs: number }>()),
} as const
