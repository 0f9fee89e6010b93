import { z } from 'zod'
import type { Download } from '../download'
import type { CatalogueEntry, LibraryModel, ModelInfo, SuggestedModel } from '../model'
import { id, name, nothing, path, returns, route } from './route'

/** The model library. */
export const modelsRoutes = {
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
} as const
