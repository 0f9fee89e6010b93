import type { Bridge, RouteInput, RouteName, RouteOutput } from '../../src-preload/contract/routes'
import { fromWireError } from '../../src-preload/contract/errors'
import { connectSocket } from './socket-bridge'

let bridge: Bridge | undefined

/** Connects to the host: Electron's preload bridge, else a WebSocket. */
export async function connect(): Promise<void> {
  bridge = window.atelier ?? (await connectSocket())
}

export function currentBridge(): Bridge {
  if (!bridge) throw new Error('connect() comes first')
  return bridge
}

/** Makes a request; an error of the host is thrown as a LabError. */
export async function request<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
  const answer = await currentBridge().request(route, input)
  if (answer.ok) return answer.value
  throw fromWireError(answer.error)
}
