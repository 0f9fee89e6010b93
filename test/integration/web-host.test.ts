import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openLab } from '../../src-main/hosts/lab'
import { startWebHost, type WebHost } from '../../src-main/hosts/server/web-host'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import type { Lab } from '../../src-main/ipc/lab'
import type { RunProgress } from '../../src-preload/contract/run'
import { fromWire, toWire } from '../../src-preload/contract/wire'
import { temporaryFolder } from '../support/tiny-model'

let lab: Lab
let host: WebHost
let origin: string
let cookie: string
beforeAll(async () => {
  const renderer = mkdtempSync(join(tmpdir(), 'atelier-page-'))
  writeFileSync(join(renderer, 'index.html'), '<!doctype html>page')
  mkdirSync(join(renderer, 'assets'))
  writeFileSync(join(renderer, 'assets', 'a.js'), 'void 0')
  writeFileSync(join(renderer, '..', 'outside.txt'), 'secret')
  lab = await openLab(temporaryFolder('web-host'), spawnNodeEngine())
  host = await startWebHost(lab, renderer, 0)
  origin = new URL(host.url).origin
  const first = await fetch(host.url, { redirect: 'manual' })
  expect(first.status).toBe(303)
  cookie = first.headers.get('set-cookie')!.split(';')[0]!
})
afterAll(async () => {
  await host.close()
  await lab.close()
})

const get = (path: string) => fetch(`${origin}${path}`, { headers: { cookie } })

async function connect(): Promise<{ readonly ws: WebSocket; readonly next: () => Promise<unknown> }> {
  const ws = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject))
  const next = (): Promise<unknown> =>
    new Promise((resolve) => ws.once('message', (data) => resolve(fromWire(new Uint8Array(data as Buffer)))))
  return { ws, next }
}

describe('files', () => {
  it('are those of the renderer, with their types and our headers', async () => {
    const page = await get('/')
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html;charset=utf-8',
      '<!doctype html>page',
    ])
    const script = await get('/assets/a.js')
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript'])
    for (const { headers } of [page, script]) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    }
  })
  it.each(['/nothing.js', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/%00', '/%', '/assets'])(
    'no others: %s',
    async (path) => expect((await get(path)).status).toBe(404),
  )
})

describe('the socket', () => {
  it('carries events as Electron does: NaN, undefined and typed arrays survive', async () => {
    const { ws, next } = await connect()
    const payload = { run: 'r', fraction: NaN, secondsLeft: undefined, curve: Float32Array.of(1, NaN) }
    const electron = structuredClone(payload)
    const received = next()
    lab.context.events.tell('run.progress', payload as unknown as RunProgress)
    expect(await received).toStrictEqual({ event: 'run.progress', payload: electron })
    ws.close()
  })

  it('answers by the id of the request, errors as values', async () => {
    const { ws } = await connect()
    // what happens by a request may be told before it is answered
    const ask = (message: unknown): Promise<unknown> =>
      new Promise((resolve) => {
        ws.on('message', function listen(data) {
          const told = fromWire(new Uint8Array(data as Buffer))
          if (!(told instanceof Object && 'reply' in told)) return
          ws.off('message', listen)
          resolve(told)
        })
        ws.send(toWire(message))
      })
    expect(await ask({ id: 7, route: 'models.list', input: {} })).toMatchObject({
      id: 7,
      reply: { ok: true, value: [{ name: 'painter-16' }] },
    })
    expect(await ask({ id: 8, route: 'no.such', input: {} })).toMatchObject({
      id: 8,
      reply: { ok: false, error: { code: 'host.unknown-route' } },
    })
    // undefined is no value of a setting, and NaN no number of threads
    expect(await ask({ id: 9, route: 'settings.set', input: { threads: NaN } })).toMatchObject({
      reply: { ok: false, error: { code: 'host.input' } },
    })
    expect(await ask({ id: 10, route: 'settings.set', input: { threads: 3, theme: undefined } })).toMatchObject({
      reply: { ok: true, value: { threads: 3, theme: 'system' } },
    })
    ws.close()
  })

  it('ends a connection that does not speak CBOR', async () => {
    const { ws } = await connect()
    const closed = new Promise<number>((resolve) => ws.once('close', resolve))
    ws.send(Buffer.of(0xff))
    expect(await closed).toBe(1007)
  })
})
