import type { z } from 'zod'
import type { WireError } from '../errors'
import { answersRoutes } from './answers'
import { compareRoutes } from './compare'
import { experimentsRoutes } from './experiments'
import { hostRoutes } from './host'
import { modelsRoutes } from './models'
import { reportsRoutes } from './reports'
import { runsRoutes } from './runs'
import { statesRoutes } from './states'
import { tasksRoutes } from './tasks'

/** Every request that a window may make. A handler that is missing for a route does not compile. */
export const routes = {
  ...hostRoutes,
  ...modelsRoutes,
  ...tasksRoutes,
  ...experimentsRoutes,
  ...runsRoutes,
  ...compareRoutes,
  ...reportsRoutes,
  ...statesRoutes,
  ...answersRoutes,
} as const

export type RouteName = keyof typeof routes
export type RouteInput<N extends RouteName> = z.input<(typeof routes)[N]['input']>
export type RouteOutput<N extends RouteName> = (typeof routes)[N]['output']

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }
