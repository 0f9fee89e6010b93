import type { experimentsRoutes } from '../../../src-preload/contract/routes/experiments'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'previews'>

export function experimentsHandlers({
  context: { shelf, settings, events },
  previews,
}: Needs): HandlersOf<typeof experimentsRoutes> {
  return {
    'experiments.preview': ({ experiment }) => previews.preview(experiment),
    'experiments.list': () => shelf.experiments(),
    'experiments.save': ({ id, name, body }) => shelf.saveExperiment(name, body, id),
    'experiments.remove': ({ id }) => done(shelf.removeExperiment(id)),
    'experiments.restore': ({ id }) => done(shelf.restoreExperiment(id)),
    'draft.get': () => settings.draft(),
    'draft.set': ({ body, id, base }) => {
      const isKept = settings.setDraft({ body, id }, base)
      if (isKept) events.tell('draft.changed', { id })
      return isKept
    },
  }
}
