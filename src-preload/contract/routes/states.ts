import { z } from 'zod'
import type { HiddenStates, HiddenStatesEntry } from '../hidden-states'
import { nothing, returns, route } from './route'

/** Similarity of hidden states, as runs have measured it. */
export const statesRoutes = {
  'states.list': route(nothing, returns<readonly HiddenStatesEntry[]>()),
  'states.get': route(
    z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(24) }),
    returns<readonly HiddenStates[]>(),
  ),
} as const
