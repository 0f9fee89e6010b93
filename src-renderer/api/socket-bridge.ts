import { decode, encode } from 'cborg'
import type { Answer, Bridge, EventName, Events } from '../../src-preload/contract/routes'

interface Reply {
  readonly id?: number
  readonly reply?: Answer<unknown>
  readonly event?: EventName
  readonly payload?: unknown
}

/** The bridge of a browser page: the contract over a WebSocket to the host that served the page. */
export async function connectSocket(): Promise<Bridge> {
  const socket = new WebSocket(`ws://${location.host}/rpc`)
  socket.binaryType = 'arraybuffer'
  const pending = new Map<number, (answer: Answer<unknown>) => void>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let next = 0
  const lost: Answer<never> = { ok: false, error: { code: 'host.connection', message: 'The connection to the host was lost. Start atelier serve again and open its address.', data: {} } }

  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    const message = decode(new Uint8Array(data)) as Reply
    if (message.event !== undefined) for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never)
    else if (message.id !== undefined && message.reply) {
      pending.get(message.id)?.(message.reply)
      pending.delete(message.id)
    }
  }
  socket.onclose = () => {
    for (const resolve of pending.values()) resolve(lost)
    pending.clear()
  }
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('The host does not answer.'))
  })
  return {
    request: (route, input) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) return resolve(lost)
        pending.set(++next, resolve as (answer: Answer<unknown>) => void)
        socket.send(encode({ id: next, route, input }))
      }),
    on(event, listener: (payload: Events[typeof event]) => void) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener)
      return () => set.delete(listener)
    },
  }
}
