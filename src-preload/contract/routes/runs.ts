import { z } from 'zod'
import { experimentSchema } from '../experiment'
import type { QueueState } from '../queue'
import type { RunDetail, RunListEntry, RunResult } from '../run'
import { sampleQuerySchema, type SamplePage } from '../sample'
import { name, nothing, path, returns, route, run, runs } from './route'

/** Runs and their queue. */
export const runsRoutes = {
  'runs.list': route(z.strictObject({ archived: z.boolean().default(false) }), returns<readonly RunListEntry[]>()),
  'runs.show': route(z.strictObject({ run }), returns<RunResult>()),
  'runs.details': route(z.strictObject({ runs }), returns<readonly RunDetail[]>()),
  /** `ahead`: before all that wait; the run that is being computed gives way and goes on afterwards. */
  'runs.enqueue': route(
    z.strictObject({ experiment: experimentSchema, ahead: z.boolean().default(false) }),
    returns<{ readonly run: string }>(),
  ),
  'runs.pause': route(z.strictObject({ run }), returns<null>()),
  'runs.cancel': route(z.strictObject({ run }), returns<null>()),
  'runs.resume': route(z.strictObject({ run }), returns<null>()),
  'runs.move': route(z.strictObject({ run, before: run.nullable() }), returns<null>()),
  'runs.edit': route(
    z.strictObject({
      runs,
      name: name.optional(),
      note: z.string().max(100_000).optional(),
      addTags: z.array(z.string().min(1).max(100)).optional(),
      removeTags: z.array(z.string().min(1).max(100)).optional(),
      archived: z.boolean().optional(),
    }),
    returns<null>(),
  ),
  'runs.delete': route(z.strictObject({ runs }), returns<null>()),
  'runs.restore': route(z.strictObject({ runs }), returns<null>()),
  'runs.samples': route(sampleQuerySchema, returns<SamplePage>()),
  'runs.export': route(z.strictObject({ run, folder: path }), returns<readonly string[]>()),
  /** Writes runs into one zip file in the folder (docs/bundles.md); returns its path. */
  'runs.bundle': route(z.strictObject({ runs, folder: path }), returns<{ readonly path: string }>()),
  'queue.get': route(nothing, returns<QueueState>()),
  'queue.release': route(nothing, returns<null>()),
} as const
