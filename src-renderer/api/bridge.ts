import { shallowRef } from 'vue'
import type { Bridge } from '@contract/bridge'
import type { EventName, Events } from '@contract/events'
import type { RouteInput, RouteName, RouteOutput } from '@contract/routes'
import { fromWireError, LabError } from '@contract/errors'
import { plain } from './plain'
import { isWrite } from './reads'
import { signIn } from './sign-in'
import { connectSocket, type Connection, type SocketBridge } from './socket-bridge'
import { nStored } from './stored'

let bridge: Bridge | undefined
let socket: SocketBridge | undefined

/** Whether the host can be reached; always open in Electron. */
export const connection = shallowRef<Connection>('open')

/** Connects to the host: Electron's preload bridge, else a WebSocket. */
export async function connect(): Promise<void> {
  socket = window.atelier ? undefined : await connectSocket((state) => (connection.value = state))
  bridge = window.atelier ?? socket
}

/** Connects again to a host that was started anew, by the address that it printed. Returns whether it took it. */
export async function connectTo(address: string): Promise<boolean> {
  const isTaken = await signIn(address)
  if (isTaken) socket?.hurry()
  return isTaken
}

function current(): Bridge {
  if (!bridge) throw new Error('connect() comes first')
  return bridge
}

/** Makes a request; an error of the host is thrown as a LabError. */
export async function request<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
  const answer = await current().request(route, plain(input))
  if (answer.ok && isWrite(route)) nStored.value++
  if (answer.ok) return answer.value
  throw fromWireError(answer.error)
}

/** For what is done again anyway once the host answers: its lost connection is no error of its own (the banner tells). Others are thrown. */
export async function unlessLost(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'host.connection')) throw error
  }
}

/** Where a dropped file lies; undefined where only its name is known. */
export const pathOf = (file: File): string | undefined => current().pathOf?.(file) || undefined

/** @returns a function that ends the subscription */
export const on = <E extends EventName>(event: E, listener: (payload: Events[E]) => void): (() => void) =>
  current().on(event, listener)
