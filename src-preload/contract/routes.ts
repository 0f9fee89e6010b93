import { z } from 'zod'
import type { LibraryModel, RunListEntry, RunResult } from './domain'
import type { WireError } from './errors'

/**
 * Every request that a window may make: its input, checked on arrival, and the type of its answer. A handler that is
 * missing for a route does not compile.
 */
export const routes = {
  'host.info': route(z.strictObject({}), returns<{ readonly version: string; readonly home: string; readonly host: 'electron' | 'browser' }>()),
  'models.list': route(z.strictObject({}), returns<readonly LibraryModel[]>()),
  'runs.list': route(z.strictObject({ archived: z.boolean().default(false) }), returns<readonly RunListEntry[]>()),
  'runs.show': route(z.strictObject({ run: z.string().min(1).max(100) }), returns<RunResult>()),
} as const

export type RouteName = keyof typeof routes
export type RouteInput<N extends RouteName> = z.input<(typeof routes)[N]['input']>
export type RouteArguments<N extends RouteName> = z.output<(typeof routes)[N]['input']>
export type RouteOutput<N extends RouteName> = (typeof routes)[N]['output']

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** What happens without being asked for. */
export interface Events {
  /** Something in the database changed, here or in another host. */
  readonly 'store.changed': { readonly at: string }
}
export type EventName = keyof Events

/** What a window is given: the same in Electron and in a browser. */
export interface Bridge {
  readonly request: <N extends RouteName>(route: N, input: RouteInput<N>) => Promise<Answer<RouteOutput<N>>>
  /** @returns a function that ends the subscription */
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void
}

function route<I extends z.ZodType, O>(input: I, output: O): { readonly input: I; readonly output: O } {
  return { input, output }
}

/** A type without a value: answers come from our own side and are not checked again. */
function returns<T>(): T {
  return undefined as T
}
