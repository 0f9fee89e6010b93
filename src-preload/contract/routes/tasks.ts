import { z } from 'zod'
import type { ImportedFile, TaskEntry, TaskPreviewRow } from '../task'
import { ownTaskSchema, type DocumentFile, type OwnTaskCheck } from '../own-task'
import { name, nothing, path, returns, route } from './route'

/** Tasks and their documents. */
export const tasksRoutes = {
  'tasks.list': route(nothing, returns<readonly TaskEntry[]>()),
  'tasks.preview': route(
    z.strictObject({ task: path, offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    returns<{ readonly nDocs: number; readonly rows: readonly TaskPreviewRow[] }>(),
  ),
  'tasks.import': route(z.strictObject({ task: path, path }), returns<{ readonly nDocs: number }>()),
  /** The rows that a head is trained on. */
  'tasks.importTraining': route(z.strictObject({ task: path, path }), returns<{ readonly nDocs: number }>()),
  /** The file that a task's examples are drawn from. */
  'tasks.importExamples': route(z.strictObject({ task: path, path }), returns<{ readonly nDocs: number }>()),
  /** A task file, as it is, becomes one of the person's own tasks. */
  'tasks.adopt': route(
    z.strictObject({ path }),
    returns<readonly { readonly task: string; readonly nDocs: number | null }[]>(),
  ),
  /** Several files, whose names tell their tasks. */
  'tasks.importFiles': route(
    z.strictObject({ paths: z.array(path).min(1).max(200) }),
    returns<readonly ImportedFile[]>(),
  ),
  'tasks.hideDocuments': route(z.strictObject({ task: path, hidden: z.boolean() }), returns<null>()),
  /** Looks into a file that shall become a task. */
  'tasks.open': route(z.strictObject({ path }), returns<DocumentFile>()),
  /** What would become of its rows, and how three of them would be asked; `model`: by whose tokens. */
  'tasks.check': route(z.strictObject({ task: ownTaskSchema, model: path.nullable() }), returns<OwnTaskCheck>()),
  /** Writes the task file; `replace`: in place of the one of that name. */
  'tasks.save': route(
    z.strictObject({ task: ownTaskSchema, name, replace: z.boolean() }),
    returns<{ readonly path: string; readonly nDocs: number }>(),
  ),
  'tasks.remove': route(z.strictObject({ task: name }), returns<null>()),
  /** Takes a removal back. */
  'tasks.restore': route(z.strictObject({ task: name }), returns<null>()),
  /**
   * A file that a browser was given, which does not tell where it lies: copied into the data folder in pieces. `at`: bytes
   * that are there already; the first piece makes the file, and the answer says where.
   */
  'tasks.upload': route(
    z.strictObject({ path, at: z.number().int().min(0), bytes: z.instanceof(Uint8Array) }),
    returns<{ readonly path: string }>(),
  ),
} as const
