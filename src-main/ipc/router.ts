import {
  routes,
  type Answer,
  type RouteArguments,
  type RouteName,
  type RouteOutput,
} from '../../src-preload/contract/routes'
import { LabError, toWireError } from '../../src-preload/contract/errors'

export type Handlers = {
  readonly [N in RouteName]: (input: RouteArguments<N>) => RouteOutput<N> | Promise<RouteOutput<N>>
}

export type Router = (route: unknown, input: unknown) => Promise<Answer<unknown>>

/** Turns a request into an answer: unknown routes and unfit input are refused, errors become values. */
export function createRouter(handlers: Handlers): Router {
  return async (route, input) => {
    try {
      if (typeof route !== 'string' || !Object.hasOwn(routes, route))
        throw new LabError('host.unknown-route', `there is no request ${String(route).slice(0, 60)}`, {})
      const name = route as RouteName
      const parsed = routes[name].input.safeParse(input)
      if (!parsed.success)
        throw new LabError(
          'host.input',
          `${name}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`,
          {},
        )
      return { ok: true, value: await (handlers[name] as (i: unknown) => unknown)(parsed.data) }
    } catch (error) {
      return { ok: false, error: toWireError(error) }
    }
  }
}
