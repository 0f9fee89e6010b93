import { z } from 'zod'
import {
  comparedDocumentsSchema,
  sideSchema,
  type ComparedDocuments,
  type PairedComparison,
  type RunsTable,
  type SavedComparison,
} from './comparison'
import {
  experimentSchema,
  type LibraryModel,
  type ModelInfo,
  type RunListEntry,
  type RunProgress,
  type RunResult,
} from './domain'
import type { WireError } from './errors'
import type { HiddenStates, HiddenStatesEntry, StatesProgress } from './hidden-states'
import type {
  CatalogueEntry,
  Download,
  Finding,
  FolderListing,
  HostInfo,
  SavedExperiment,
  SuggestedModel,
  TaskEntry,
  TaskPreviewRow,
} from './host'
import {
  sampleQuerySchema,
  type ExperimentPreview,
  type NormalisedRun,
  type QueueState,
  type RunDetail,
  type SamplePage,
} from './runs'
import { settingsPatchSchema, type Settings } from './settings'

const run = z.string().min(1).max(100)
const runs = z.array(run).min(1).max(2000)
const name = z.string().trim().min(1).max(200)
const path = z.string().min(1).max(4096)
const id = z.string().min(1).max(100)
const nothing = z.strictObject({})
const json = z.string().max(4_000_000)

/**
 * Every request that a window may make: its input, checked on arrival, and the type of its answer. A handler that is
 * missing for a route does not compile.
 */
export const routes = {
  'host.info': route(nothing, returns<HostInfo>()),
  'host.doctor': route(nothing, returns<readonly Finding[]>()),
  'host.installCuda': route(nothing, returns<string>()),
  /** Folders of this computer, for a page that has no file dialog of its own. */
  'host.browse': route(
    z.strictObject({ path: path.optional(), kinds: z.enum(['model', 'documents', 'folder']) }),
    returns<FolderListing>(),
  ),
  /** Opens the platform's dialog; null: the person chose nothing, or the host has no dialogs. */
  'host.pick': route(
    z.strictObject({ kinds: z.enum(['model', 'documents', 'folder', 'database']) }),
    returns<string | null>(),
  ),
  /** Prints the present page into a PDF file through the platform's dialog; null where nothing was chosen. */
  'host.printPdf': route(z.strictObject({ name }), returns<string | null>()),
  'host.chooseHome': route(z.strictObject({ path: path.nullable() }), returns<null>()),

  'settings.get': route(nothing, returns<Settings>()),
  'settings.set': route(settingsPatchSchema, returns<Settings>()),
  'backup.create': route(nothing, returns<{ readonly path: string; readonly bytes: number }>()),
  'backup.list': route(
    nothing,
    returns<readonly { readonly path: string; readonly bytes: number; readonly createdAt: string }[]>(),
  ),
  'backup.merge': route(
    z.strictObject({ path }),
    returns<{ readonly runs: number; readonly scores: number; readonly models: number }>(),
  ),
  'cache.clear': route(nothing, returns<{ readonly bytes: number }>()),
  'cache.size': route(nothing, returns<{ readonly bytes: number; readonly database: number }>()),

  'models.list': route(nothing, returns<readonly LibraryModel[]>()),
  'models.inspect': route(z.strictObject({ model: path }), returns<ModelInfo>()),
  'models.add': route(z.strictObject({ path, name: name.optional() }), returns<ModelInfo>()),
  'models.rename': route(z.strictObject({ name, to: name }), returns<null>()),
  'models.remove': route(z.strictObject({ name }), returns<null>()),
  'models.locate': route(z.strictObject({ name, path }), returns<ModelInfo>()),
  'models.suggest': route(nothing, returns<readonly SuggestedModel[]>()),
  'models.catalogue': route(nothing, returns<readonly CatalogueEntry[]>()),
  'downloads.list': route(nothing, returns<readonly Download[]>()),
  'downloads.start': route(
    z.strictObject({ repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'is no org/name') }),
    returns<Download>(),
  ),
  'downloads.cancel': route(z.strictObject({ id }), returns<null>()),

  'tasks.list': route(nothing, returns<readonly TaskEntry[]>()),
  'tasks.preview': route(
    z.strictObject({ task: path, offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    returns<{ readonly nDocs: number; readonly rows: readonly TaskPreviewRow[] }>(),
  ),
  'tasks.import': route(z.strictObject({ task: path, path }), returns<{ readonly nDocs: number }>()),

  'experiments.preview': route(z.strictObject({ experiment: experimentSchema }), returns<ExperimentPreview>()),
  'experiments.list': route(nothing, returns<readonly SavedExperiment[]>()),
  'experiments.save': route(z.strictObject({ id: id.optional(), name, body: json }), returns<SavedExperiment>()),
  'experiments.remove': route(z.strictObject({ id }), returns<null>()),
  'experiments.restore': route(z.strictObject({ id }), returns<null>()),
  'draft.get': route(nothing, returns<string | null>()),
  'draft.set': route(z.strictObject({ body: json }), returns<null>()),

  'runs.list': route(z.strictObject({ archived: z.boolean().default(false) }), returns<readonly RunListEntry[]>()),
  'runs.show': route(z.strictObject({ run }), returns<RunResult>()),
  'runs.details': route(z.strictObject({ runs }), returns<readonly RunDetail[]>()),
  'runs.enqueue': route(z.strictObject({ experiment: experimentSchema }), returns<{ readonly run: string }>()),
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
  'runs.normalised': route(
    z.strictObject({
      run,
      metrics: z.record(z.string(), z.enum(['acc', 'acc_norm'])).default({}),
      floors: z.record(z.string(), z.number().min(0).max(0.99)).default({}),
    }),
    returns<NormalisedRun>(),
  ),
  'runs.export': route(z.strictObject({ run, folder: path }), returns<readonly string[]>()),
  'queue.get': route(nothing, returns<QueueState>()),
  'queue.release': route(nothing, returns<null>()),

  'compare.runs': route(z.strictObject({ runs, baseline: run }), returns<RunsTable>()),
  'compare.paired': route(z.strictObject({ a: sideSchema, b: sideSchema }), returns<PairedComparison>()),
  'compare.documents': route(comparedDocumentsSchema, returns<ComparedDocuments>()),
  'comparisons.list': route(nothing, returns<readonly SavedComparison[]>()),
  'comparisons.save': route(
    z.strictObject({ name, address: z.string().startsWith('/').max(100_000) }),
    returns<SavedComparison>(),
  ),
  'comparisons.remove': route(z.strictObject({ id }), returns<null>()),

  'states.list': route(nothing, returns<readonly HiddenStatesEntry[]>()),
  'states.get': route(
    z.strictObject({ ids: z.array(z.number().int()).min(1).max(24) }),
    returns<readonly HiddenStates[]>(),
  ),
  'states.measure': route(
    z.strictObject({
      model: path,
      plans: z.array(z.string().min(1).max(100_000)).min(1).max(60),
      task: path,
      limit: z.number().int().min(1).max(1000),
    }),
    returns<StatesProgress>(),
  ),
  'states.cancel': route(z.strictObject({ job: id }), returns<null>()),
} as const

export type RouteName = keyof typeof routes
export type RouteInput<N extends RouteName> = z.input<(typeof routes)[N]['input']>
export type RouteArguments<N extends RouteName> = z.output<(typeof routes)[N]['input']>
export type RouteOutput<N extends RouteName> = (typeof routes)[N]['output']

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** What happens without being asked for. */
export interface Events {
  /** Something in the database changed, here or in another host. */
  readonly 'store.changed': { readonly at: string }
  readonly 'run.progress': RunProgress
  readonly 'queue.changed': QueueState
  readonly 'download.progress': Download
  readonly 'states.progress': StatesProgress
}
export type EventName = keyof Events

/** What a window is given: the same in Electron and in a browser. */
export interface Bridge {
  readonly request: <N extends RouteName>(route: N, input: RouteInput<N>) => Promise<Answer<RouteOutput<N>>>
  /** @returns a function that ends the subscription */
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void
  /** Where a dropped file (a DOM File) lies; a browser does not tell. */
  readonly pathOf?: (file: unknown) => string
}

function route<I extends z.ZodType, O>(input: I, output: O): { readonly input: I; readonly output: O } {
  return { input, output }
}

/** A type without a value: answers come from our own side and are not checked again. */
function returns<T>(): T {
  return undefined as T
}
