import type { statesRoutes } from '../../../src-preload/contract/routes/states'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'states'>

export function statesHandlers({ context, states }: Needs): HandlersOf<typeof statesRoutes> {
  return {
    'states.list': () => context.states.list(),
    'states.get': ({ ids }) => ids.flatMap((id) => context.states.get(id) ?? []),
    'states.measure': (request) => states.start(request),
    'states.cancel': ({ job }) => done(states.cancel(job)),
  }
}
