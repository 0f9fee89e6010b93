import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/tiny-model'

it('the built main process starts: one sandboxed window, a bridge of typed calls, nothing else', () => {
  const home = temporaryFolder('electron')
  const out = execFileSync(process.execPath, [resolve(import.meta.dirname, '../support/electron-smoke.mjs')], { env: { ...process.env, ATELIER_HOME: home }, encoding: 'utf8' })
  const seen = JSON.parse(out) as Record<string, unknown> & { loaded: string[]; webPreferences: { preload: string } }
  expect(seen).toMatchObject({
    windows: 1,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
    open: { action: 'deny' },
    permission: false,
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
    handlersLeft: 0,
  })
  expect(existsSync(seen.loaded[0]!)).toBe(true)
  // a sandboxed preload is one CommonJS file that requires electron only
  const preload = readFileSync(seen.webPreferences.preload, 'utf8')
  expect(preload).not.toMatch(/^import |require\(["'](?!electron["'])/m)
  expect(readFileSync(seen.loaded[0]!, 'utf8')).not.toMatch(/unsafe-/)
})
