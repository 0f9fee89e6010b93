import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { WebSocket } from 'ws'
import { documents, run, start, type Started } from '../support/cli'
import { test } from '../support/page'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const home = temporaryFolder('served')
const docs = documents(8)
const MODEL = join(FIXTURES, 'llama-tied')
const RUN = ['run', '-m', MODEL, '-p', 'skip(s=*)', '-t', 'arc_easy', '--data', `arc_easy=${docs.arc}`]

let host: Started
let address: string
let port: string
beforeAll(async () => {
  for (const args of [
    ['models', 'add', MODEL, '--name', 'tiny'],
    [...RUN, '--name', 'first run'],
  ]) {
    const { code, stderr } = await run(home, ...args)
    expect(code, stderr).toBe(0)
  }
  host = start(home, ['serve'])
  const [line] = (await once(host.child.stdout!, 'data')) as [string]
  address = line.trim()
  port = new URL(address).port
})
afterAll(async () => {
  host.child.kill('SIGTERM')
  expect((await host.finished).code).toBe(0)
})

const get = (
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown> }> =>
  new Promise((resolve, reject) => {
    const r = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode!, headers: response.headers })
    })
    r.on('error', reject).end()
  })

const socket = (headers: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers })
    ws.on('open', () => resolve('open'))
      .on('unexpected-response', (_, response) => resolve(String(response.statusCode)))
      .on('error', () => undefined)
  })

describe('the browser host', () => {
  test('shows models and runs, and what others change, without a request to anywhere else', async ({ browser }) => {
    const page = await (await browser.newContext()).newPage()
    const requests: string[] = []
    const errors: string[] = []
    page.on('request', (r) => requests.push(r.url()))
    page.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
    page.on('pageerror', (e) => errors.push(e.message))
    await page.goto(address)
    await page.getByRole('link', { name: 'Runs' }).first().click()
    await page.getByText('first run').waitFor()
    await page.getByRole('cell', { name: 'Done' }).waitFor()
    await run(home, ...RUN, '--name', 'made elsewhere')
    await page.getByText('made elsewhere').waitFor({ timeout: 10_000 })
    await page.getByRole('link', { name: 'Models' }).first().click()
    await page.getByRole('button', { name: /^tiny/ }).waitFor()
    expect(requests.filter((u) => !u.startsWith(`http://127.0.0.1:${port}/`) && !u.startsWith('data:'))).toEqual([])
    expect(errors).toEqual([])
    // the address works once: a second visitor is refused; a second tab of the same visitor is not
    expect((await get(new URL(address).pathname + new URL(address).search)).status).toBe(403)
    const second = await page.context().newPage()
    await second.goto(`http://127.0.0.1:${port}/#/runs`)
    await second.getByText('made elsewhere').waitFor()
  })

  test('refuses foreign hosts, origins, methods, paths and visitors', async () => {
    expect((await get('/', { Host: 'evil.example' })).status).toBe(421)
    expect((await get('/')).status).toBe(401)
    expect((await get('/?token=wrong')).status).toBe(403)
    expect((await get('/', {}, 'POST')).status).toBe(405)
    const { headers } = await get('/')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(String(headers['content-security-policy'])).not.toMatch(/unsafe/)
    const origin = `http://127.0.0.1:${port}`
    expect(await socket({ Origin: 'http://evil.example' })).toBe('403')
    expect(await socket({ Origin: origin })).toBe('401')
    expect(await socket({ Origin: 'http://evil.example', Host: 'evil.example' })).toBe('421')
    // paths that leave the folder, and cookies that are guessed
    expect((await get('/../../package.json')).status).toBe(401)
    expect((await get('/', { Cookie: `atelier_${port}=guessed` })).status).toBe(401)
  })
})
