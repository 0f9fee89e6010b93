import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { runJson } from '../support/cli'
import { temporaryFolder } from '../support/tiny-model'

type Seen = Record<string, unknown> & {
  loaded: string[]
  webPreferences: { preload: string }
  afterStop: { long: string }
}
const home = temporaryFolder('electron')
let seen: Seen
beforeAll(() => {
  seen = JSON.parse(
    execFileSync(process.execPath, [resolve(import.meta.dirname, '../support/electron-smoke.mjs')], {
      env: { ...process.env, ATELIER_HOME: home },
      encoding: 'utf8',
    }),
  ) as Seen
}, 120_000)

it('the built main process starts: one sandboxed window, a bridge of typed calls, nothing else', () => {
  expect(seen).toMatchObject({
    windows: 1,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
    open: { action: 'deny' },
    // to write what a person copies, and nothing else
    permissions: { media: false, geolocation: false, 'clipboard-read': false, 'clipboard-sanitized-write': true },
    navigationPrevented: true,
    foreign: expect.stringMatching(/not ours/),
    bridge: ['request', 'on', 'pathOf'],
    path: '/a/model',
    // menus included: the stub's platform speaks Chinese
    menu: ['文件', '编辑', '显示', '窗口'],
    info: { ok: true, value: { home, host: 'electron' } },
    models: { ok: true, value: [{ name: 'painter-16', bundled: true }] },
    runs: { ok: true, value: [] },
    missing: { ok: false, error: { code: 'store.unknown-run' } },
    badInput: { ok: false, error: { code: 'host.input' } },
    unknown: { ok: false, error: { code: 'host.unknown-route' } },
    focused: true,
  })
  expect(existsSync(seen.loaded[0]!)).toBe(true)
  // a sandboxed preload is one CommonJS file that requires electron only
  const preload = readFileSync(seen.webPreferences.preload, 'utf8')
  expect(preload).not.toMatch(/^import |require\(["'](?!electron["'])/m)
  expect(readFileSync(seen.loaded[0]!, 'utf8')).not.toMatch(/unsafe-/)
})

it('dialogs: a model is a folder or a file', () => {
  expect(seen).toMatchObject({
    picked: ['/models/a.gguf'],
    notPicked: [],
  })
  if (process.platform !== 'darwin')
    expect(seen['pickedWith']).toMatchObject([
      { buttons: ['含 .safetensors 的文件夹', '.gguf 文件', '取消'] },
      { properties: ['openFile'] },
    ])
})

it('makes a run with an engine in a process of its own, tells the window, and shows it on the task bar', () => {
  expect(seen).toMatchObject({ run: { status: 'done', nDocs: [8, 8] }, progressBar: true, told: true })
  expect(new Set(seen['engines'] as string[])).toEqual(new Set(['Atelier engine']))
})

it('asks before it closes over a run; what was measured can be resumed', async () => {
  expect(seen).toMatchObject({
    question: '有一个运行正在进行。停止并关闭吗？',
    afterStay: { closed: false, status: 'running' },
    windowState: { bounds: { x: 10, y: 20, width: 1300, height: 800 }, maximized: false },
    afterStop: { closed: true, handlersLeft: 0 },
  })
  const runs = (await runJson(home, 'runs', 'list')) as unknown as { run: string; status: string }[]
  expect(['paused', 'interrupted', 'cancelled']).toContain(runs.find((r) => r.run === seen.afterStop.long)?.status)
})
