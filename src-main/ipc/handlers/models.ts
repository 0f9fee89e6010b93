import type { modelsRoutes } from '../../../src-preload/contract/routes/models'
import { CATALOGUE } from '../../library/catalogue'
import { suggestModels } from '../../library/file-browser'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'models' | 'downloads'>

export function modelsHandlers({ context, models, downloads }: Needs): HandlersOf<typeof modelsRoutes> {
  return {
    'models.list': () => models.list(),
    'models.inspect': ({ model }) => models.inspect(model),
    'models.add': ({ path, name }) => models.add(path, name),
    'models.rename': ({ name, to }) => done(models.rename(name, to)),
    'models.remove': ({ name }) => done(models.remove(name)),
    'models.locate': ({ name, path }) => models.locate(name, path),
    'models.suggest': () =>
      suggestModels(
        context.home,
        context.models.list().map((m) => m.path),
      ),
    'models.catalogue': () => CATALOGUE,
    'downloads.list': () => downloads.list(),
    'downloads.start': ({ repo }) => downloads.start(repo),
    'downloads.cancel': ({ id }) => done(downloads.cancel(id)),
  }
}
