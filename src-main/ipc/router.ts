import type { z } from 'zod'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { routes, type Answer, type RouteName } from '../../src-preload/contract/routes'

/** One handler for each route of `R`: one that is missing does not compile. */
export type HandlersOf<R extends Readonly<Record<string, { readonly input: z.ZodType; readonly output: unknown }>>> = {
  readonly [N in keyof R]: (input: z.output<R[N]['input']>) => R[N]['output'] | Promise<R[N]['output']>
}

export type Handlers = HandlersOf<typeof routes>
export type Router = (route: unknown, input: unknown) => Promise<Answer<unknown>>

/** Turns a request into an answer: unknown routes and unfit input are refused, errors become values. */
export function createRouter(handlers: Handlers): Router {
  return async (route, input) => {
    try {
      if (typeof route !== 'string' || !isRoute(route))
        throw new LabError('host.unknown-route', `there is no request ${String(route).slice(0, 60)}`, {})
      const parsed = routes[route].input.safeParse(input)
      if (!parsed.success) throw unfit(route, parsed.error)
      const handle = handlers[route] as (fit: unknown) => unknown
      return { ok: true, value: await handle(parsed.data) }
    } catch (error) {
      return { ok: false, error: toWireError(error) }
    }
  }
}

const isRoute = (name: string): name is RouteName => Object.hasOwn(routes, name)

function unfit(route: RouteName, { issues: [issue] }: z.ZodError): LabError {
  return new LabError('host.input', `${route}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, {})
}
