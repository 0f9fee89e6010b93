import { WebSocketServer, type WebSocket } from 'ws'
import type { EventName, Events } from '../../../src-preload/contract/events'
import { fromWire, toWire } from '../../../src-preload/contract/wire'
import { toWireError } from '../../../src-preload/contract/errors'
import type { Router } from '../../ipc/router'

const MAX_MESSAGE_BYTES = 8 << 20

/** The contract over WebSockets that an HTTP server has upgraded: requests with an id, their replies, and events. */
export class RpcSockets {
  readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })

  constructor(private readonly route: Router) {
    this.server.on('connection', (ws: WebSocket) => this.serve(ws))
  }

  tell<E extends EventName>(event: E, payload: Events[E]): void {
    const message = toWire({ event, payload })
    for (const ws of this.server.clients) if (ws.readyState === ws.OPEN) ws.send(message)
  }

  close(): void {
    for (const ws of this.server.clients) ws.terminate()
  }

  private serve(ws: WebSocket): void {
    ws.on('error', () => ws.terminate())
    ws.on('message', (data) => {
      let message: { readonly id?: unknown; readonly route?: unknown; readonly input?: unknown }
      try {
        message = fromWire(new Uint8Array(data as Buffer)) as typeof message
      } catch {
        return ws.close(1007, 'not CBOR')
      }
      void this.answer(ws, message.id, this.route(message.route, message.input))
    })
  }

  private async answer(ws: WebSocket, id: unknown, work: ReturnType<Router>): Promise<void> {
    const reply = await work
    const message = encoded(id, reply)
    if (ws.readyState === ws.OPEN) ws.send(message)
  }
}

/** A value that cannot be sent is an error for whoever asked, not the end of the host. */
function encoded(id: unknown, reply: unknown): Uint8Array {
  try {
    return toWire({ id, reply })
  } catch (error) {
    return toWire({ id, reply: { ok: false, error: toWireError(error) } })
  }
}
