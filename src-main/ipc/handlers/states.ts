import type { statesRoutes } from '../../../src-preload/contract/routes/states'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'

type Needs = Pick<Lab, 'similarity'>

export function statesHandlers({ similarity }: Needs): HandlersOf<typeof statesRoutes> {
  return {
    'states.list': () => similarity.list(),
    'states.get': ({ ids }) => ids.flatMap((id) => similarity.get(id) ?? []),
  }
}
