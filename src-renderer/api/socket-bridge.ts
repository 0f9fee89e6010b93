import type { Bridge } from '@contract/bridge'
import type { EventName, Events } from '@contract/events'
import type { Answer, RouteName } from '@contract/routes'
import { fromWire, toWire } from '@contract/wire'
import { isRead } from './reads'

interface Reply {
  readonly id?: number
  readonly reply?: Answer<unknown>
  readonly event?: EventName
  readonly payload?: unknown
}

interface Asked {
  readonly route: RouteName
  readonly input: unknown
  readonly answer: (answer: Answer<unknown>) => void
}

/** `lost`: nobody answers; `refused`: a host does, which does not know this page: it has another data folder, or a new session. */
export type Connection = 'open' | 'lost' | 'refused'

export interface SocketBridge extends Bridge {
  /** Tries at once to connect again. */
  readonly hurry: () => void
}

const RETRY_MS = [300, 600, 1000, 2000, 3000]
const UNAUTHORIZED = 401
const LOST: Answer<never> = {
  ok: false,
  error: {
    code: 'host.connection',
    message: 'The connection to the host is lost. It is taken up again as soon as the host answers.',
    data: {},
  },
}

/**
 * The bridge of a browser page: the contract over a WebSocket to the host that served the page. A lost connection is taken
 * up again as soon as the host answers. What was asked in between waits for it where it changes nothing, and else is answered with an
 * error: whether it was done is not known.
 */
export async function connectSocket(onConnection: (state: Connection) => void): Promise<SocketBridge> {
  const pending = new Map<number, Asked>()
  const waiting: Asked[] = []
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let socket: WebSocket
  let next = 0
  let hurry = (): void => undefined

  const receive = ({ data }: MessageEvent<ArrayBuffer>): void => {
    const message = fromWire(new Uint8Array(data)) as Reply
    if (message.event !== undefined)
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never)
    else if (message.id !== undefined && message.reply) {
      pending.get(message.id)?.answer(message.reply)
      pending.delete(message.id)
    }
  }
  const ask = (asked: Asked): void => {
    if (socket.readyState === WebSocket.OPEN) {
      pending.set(++next, asked)
      socket.send(toWire({ id: next, route: asked.route, input: asked.input }))
    } else if (isRead(asked.route)) waiting.push(asked)
    else asked.answer(LOST)
  }
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      socket = new WebSocket(`ws://${location.host}/rpc`)
      socket.binaryType = 'arraybuffer'
      socket.onmessage = receive
      socket.onopen = () => {
        onConnection('open')
        for (const asked of waiting.splice(0)) ask(asked)
        resolve()
      }
      socket.onerror = () => reject(new Error('The host does not answer.'))
      socket.onclose = () => {
        const cut = [...pending.values()]
        pending.clear()
        for (const asked of cut) ask(asked)
      }
    })
  const keepOpen = async (): Promise<void> => {
    for (;;) {
      await new Promise<void>((closed) => socket.addEventListener('close', () => closed(), { once: true }))
      onConnection('lost')
      for (let attempt = 0; ; attempt++) {
        await new Promise<void>((resume) => {
          hurry = resume
          setTimeout(resume, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
        })
        const again = await open().then(
          () => true,
          () => false,
        )
        if (again) break
        onConnection((await isRefused()) ? 'refused' : 'lost')
      }
    }
  }

  await open()
  void keepOpen()
  return {
    request: (route, input) =>
      new Promise((resolve) => ask({ route, input, answer: resolve as (answer: Answer<unknown>) => void })),
    on(event, listener: (payload: Events[typeof event]) => void) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener)
      return () => set.delete(listener)
    },
    hurry: () => hurry(),
  }
}

/** A socket does not tell why it was not opened. */
async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).status === UNAUTHORIZED
  } catch {
    return false
  }
}
