import type { Bridge } from '@contract/bridge'
import type { EventName, Events } from '@contract/events'
import type { Answer } from '@contract/routes'
import { fromWire, toWire } from '@contract/wire'

interface Reply {
  readonly id?: number
  readonly reply?: Answer<unknown>
  readonly event?: EventName
  readonly payload?: unknown
}

export type Connection = 'open' | 'lost'

const RETRY_MS = [300, 600, 1000, 2000, 3000]

/**
 * The bridge of a browser page: the contract over a WebSocket to the host that served the page. A lost connection is taken
 * up again as soon as the host answers; what was asked in between is answered with an error, not kept waiting.
 */
export async function connectSocket(onConnection: (state: Connection) => void): Promise<Bridge> {
  const pending = new Map<number, (answer: Answer<unknown>) => void>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const lost: Answer<never> = {
    ok: false,
    error: {
      code: 'host.connection',
      message: 'The connection to the host is lost. It is taken up again as soon as the host answers.',
      data: {},
    },
  }
  let socket: WebSocket
  let next = 0

  const receive = ({ data }: MessageEvent<ArrayBuffer>): void => {
    const message = fromWire(new Uint8Array(data)) as Reply
    if (message.event !== undefined)
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never)
    else if (message.id !== undefined && message.reply) {
      pending.get(message.id)?.(message.reply)
      pending.delete(message.id)
    }
  }
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      socket = new WebSocket(`ws://${location.host}/rpc`)
      socket.binaryType = 'arraybuffer'
      socket.onmessage = receive
      socket.onopen = () => {
        onConnection('open')
        resolve()
      }
      socket.onerror = () => reject(new Error('The host does not answer.'))
      socket.onclose = () => {
        for (const answer of pending.values()) answer(lost)
        pending.clear()
      }
    })
  const keepOpen = async (): Promise<void> => {
    for (;;) {
      await new Promise<void>((closed) => socket.addEventListener('close', () => closed(), { once: true }))
      onConnection('lost')
      for (let attempt = 0; ; attempt++) {
        await new Promise((wait) => setTimeout(wait, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]))
        const again = await open().then(
          () => true,
          () => false,
        )
        if (again) break
      }
    }
  }

  await open()
  void keepOpen()
  return {
    request: (route, input) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) return resolve(lost)
        pending.set(++next, resolve as (answer: Answer<unknown>) => void)
        socket.send(toWire({ id: next, route, input }))
      }),
    on(event, listener: (payload: Events[typeof event]) => void) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener)
      return () => set.delete(listener)
    },
  }
}
