import { z } from 'zod'
import type { HiddenStates, HiddenStatesEntry, StatesProgress } from '../hidden-states'
import { id, nothing, path, returns, route } from './route'

/** Similarity of hidden states. */
export const statesRoutes = {
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
