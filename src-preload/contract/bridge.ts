import type { EventName, Events } from './events'
import type { Answer, RouteInput, RouteName, RouteOutput } from './routes'

/** What a window is given: the same in Electron and in a browser. */
export interface Bridge {
  readonly request: <N extends RouteName>(route: N, input: RouteInput<N>) => Promise<Answer<RouteOutput<N>>>
  /** @returns a function that ends the subscription */
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void
  /** Where a dropped file (a DOM File) lies; a browser does not tell. */
  readonly pathOf?: (file: unknown) => string
}
