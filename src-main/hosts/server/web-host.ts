import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import { decode, encode } from 'cborg'
import { WebSocketServer, type WebSocket } from 'ws'
import { createHandlers, type HostAbilities } from '../../ipc/handlers'
import { createRouter } from '../../ipc/router'
import type { Lab } from '../../ipc/lab'
import { rememberDataFolder } from '../data-folder'
import { watchStore } from '../../home/store-watcher'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}
const MAX_MESSAGE_BYTES = 8 << 20

/** A page has no dialogs of the platform: it browses folders through the host, and prints by itself. */
const BROWSER_HOST: HostAbilities = {
  host: 'browser',
  pick: async () => null,
  printPdf: async () => null,
  chooseHome: rememberDataFolder,
}

export interface WebHost {
  /** The address to open: it carries a token that works once. */
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * The app in a browser: the built renderer and a WebSocket with the same contract as Electron's IPC, on 127.0.0.1 only.
 * Requests under another Host name are refused (DNS rebinding); the token of the printed address is exchanged once for a
 * cookie; the WebSocket wants the cookie and our own Origin.
 */
export async function startWebHost(lab: Lab, rendererFolder: string, port: number): Promise<WebHost> {
  const session = randomBytes(32).toString('base64url')
  let token: string | undefined = randomBytes(24).toString('base64url')
  const route = createRouter(createHandlers(lab, BROWSER_HOST))
  let hosts: string[] = []
  let cookie = ''

  const isKnownHost = (request: IncomingMessage): boolean => hosts.includes(request.headers.host ?? '')
  const hasSession = (request: IncomingMessage): boolean =>
    (request.headers.cookie ?? '')
      .split(/;\s*/)
      .some((pair) => pair.startsWith(`${cookie}=`) && sameText(pair.slice(cookie.length + 1), session))

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const say = (status: number, text: string): void =>
      void response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
    if (!isKnownHost(request)) return say(421, 'This address is not served here.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'Only GET is answered.')
    const url = new URL(request.url ?? '/', `http://${hosts[0]}`)
    const given = url.searchParams.get('token')
    if (given !== null) {
      if (token === undefined || !sameText(given, token))
        return say(403, 'This address was used before or is not complete. Start atelier serve again for a new one.')
      token = undefined
      response
        .writeHead(303, { 'Set-Cookie': `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`, Location: '/' })
        .end()
      return
    }
    if (!hasSession(request)) return say(401, 'Open the address that atelier serve printed.')
    await sendFile(rendererFolder, url.pathname, response, say)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
    if (!isKnownHost(request)) return refuse('421 Misdirected Request')
    if (request.headers.origin !== `http://${request.headers.host}`) return refuse('403 Forbidden')
    if (!hasSession(request)) return refuse('401 Unauthorized')
    if (request.url !== '/rpc') return refuse('404 Not Found')
    sockets.handleUpgrade(request, socket, head, (ws) => serveSocket(ws, route))
  })
  const stopWatching = watchStore(lab.context)
  const stopTelling = lab.context.events.subscribe((event, payload) => {
    const message = encode({ event, payload: withoutUndefined(payload) })
    for (const ws of sockets.clients) if (ws.readyState === ws.OPEN) ws.send(message)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`]
  cookie = `atelier_${bound}`
  return {
    url: `http://127.0.0.1:${bound}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        stopWatching()
        stopTelling()
        for (const ws of sockets.clients) ws.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function serveSocket(ws: WebSocket, route: ReturnType<typeof createRouter>): void {
  ws.on('error', () => ws.terminate())
  ws.on('message', (data) => {
    let message: { id?: unknown; route?: unknown; input?: unknown }
    try {
      message = decode(new Uint8Array(data as Buffer)) as typeof message
    } catch {
      return ws.close(1007, 'not CBOR')
    }
    const { id } = message
    void route(message.route, message.input).then((reply) => {
      if (ws.readyState === ws.OPEN) ws.send(encode({ id, reply: withoutUndefined(reply) }))
    })
  })
}

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a)
  const y = Buffer.from(b)
  return x.length === y.length && timingSafeEqual(x, y)
}

async function sendFile(
  folder: string,
  pathname: string,
  response: ServerResponse,
  say: (status: number, text: string) => void,
): Promise<void> {
  let relative: string
  try {
    relative = normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
  } catch {
    return say(400, 'This is no valid path.')
  }
  const file = join(folder, relative)
  if (!file.startsWith(folder + sep) || relative.includes('\0')) return say(400, 'This is no valid path.')
  try {
    const body = await readFile(file)
    response.writeHead(200, { 'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream' }).end(body)
  } catch {
    say(404, 'There is no such file.')
  }
}
