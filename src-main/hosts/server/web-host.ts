import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import sirv from 'sirv'
import { watchStore } from '../../home/store-watcher'
import { createHandlers } from '../../ipc/create-handlers'
import type { HostAbilities } from '../../ipc/host-abilities'
import type { Lab } from '../../ipc/lab'
import { createRouter } from '../../ipc/router'
import { rememberDataFolder } from '../data-folder'
import { RpcSockets } from './rpc-socket'
import { Session } from './session'
import { sessionSecret } from './session-secret'
import { SIGN_IN_PAGE, SIGN_IN_POLICY } from './sign-in-page'

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** A page has no dialogs of the platform: it browses folders through the host, and prints by itself. */
const BROWSER_HOST: HostAbilities = {
  host: 'browser',
  pick: async () => [],
  chooseHome: rememberDataFolder,
}

export interface WebHost {
  /** The address to open: it carries a token that works once. */
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * The app in a browser: the built renderer and a WebSocket with the same contract as Electron's IPC, on 127.0.0.1 only. What
 * is served is the list of files that lie in the folder at the start. Files want the session's cookie; the WebSocket wants
 * the cookie and our own Origin.
 */
export async function startWebHost(lab: Lab, rendererFolder: string, port: number): Promise<WebHost> {
  const files = sirv(rendererFolder, { onNoMatch: (_, response) => say(response, 404, 'There is no such file.') })
  const sockets = new RpcSockets(createRouter(createHandlers(lab, BROWSER_HOST)))
  const server = createServer()
  const session = new Session(await listen(server, port), sessionSecret(lab.context.home))
  server.on('request', (request, response) => answer(request, response, session, files))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refuseUpgrade(request, session)
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`)
    sockets.server.handleUpgrade(request, socket, head, (ws) => sockets.server.emit('connection', ws, request))
  })
  const stopWatching = watchStore(lab.context)
  const stopTelling = lab.context.events.subscribe((event, payload) => sockets.tell(event, payload))
  return {
    url: session.url,
    close: () =>
      new Promise((resolve) => {
        stopWatching()
        stopTelling()
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** @returns the port, where 0 asked for a free one */
async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  session: Session,
  files: ReturnType<typeof sirv>,
): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (!session.isKnownHost(request)) return say(response, 421, 'This address is not served here.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is answered.')
  const token = tokenOf(request)
  if (token !== null) {
    const cookie = session.exchange(token)
    if (cookie === undefined)
      return say(
        response,
        403,
        'This address was used before or is not complete. Start atelier serve again for a new one.',
      )
    return void response.writeHead(303, { 'Set-Cookie': cookie, Location: '/' }).end()
  }
  if (!session.isHeldBy(request)) return askIn(request, response)
  files(request, response)
}

function refuseUpgrade(request: IncomingMessage, session: Session): string | null {
  if (!session.isKnownHost(request)) return '421 Misdirected Request'
  if (request.headers.origin !== `http://${request.headers.host}`) return '403 Forbidden'
  if (!session.isHeldBy(request)) return '401 Unauthorized'
  return request.url === '/rpc' ? null : '404 Not Found'
}

/** The token of the address, or of an address that was pasted in its place. */
function tokenOf({ url }: IncomingMessage): string | null {
  const given = new URLSearchParams((url ?? '').split('?')[1]).get('token')
  return given === null ? null : (/[?&]token=([^&#\s]*)/.exec(given)?.[1] ?? given.trim())
}

/** A page is shown the way in; files are refused. */
function askIn({ url }: IncomingMessage, response: ServerResponse): void {
  if (url !== '/') return say(response, 401, 'Open the address that atelier serve printed.')
  response.setHeader('Content-Security-Policy', SIGN_IN_POLICY)
  response.writeHead(401, { 'Content-Type': 'text/html; charset=utf-8' }).end(SIGN_IN_PAGE)
}

const say = (response: ServerResponse, status: number, text: string): void =>
  void response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
