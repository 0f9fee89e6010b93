// Starts the built main process on the stub and prints what was seen as JSON: run by test/integration/electron.test.ts.
import { createRequire, registerHooks } from 'node:module'

const stub = new URL('./electron-stub.mjs', import.meta.url).href
registerHooks({ resolve: (specifier, context, next) => (specifier === 'electron' ? { url: stub, shortCircuit: true, format: 'module' } : next(specifier, context)) })
const { seen, app } = await import('electron')
await import('../../out/main/index.js')
while (!seen.windows[0]?.shown || seen.handlers.size === 0) await new Promise((r) => setTimeout(r, 20))
createRequire(import.meta.url)('../../out/preload/index.cjs')

const [window] = seen.windows
const { atelier } = seen.exposed
let foreign = 'answered'
try {
  await seen.handlers.get('atelier:request')({ senderFrame: { name: 'another' } }, 'host.info', {})
} catch (error) {
  foreign = error.message
}
let permission
window.webContents.decide(null, 'media', (granted) => (permission = granted))
const navigation = { prevented: false, preventDefault: () => (navigation.prevented = true) }
window.webContents.emit('will-navigate', navigation)
const result = {
  windows: seen.windows.length,
  loaded: seen.loaded,
  webPreferences: window.options.webPreferences,
  open: window.webContents.open({ url: 'https://example.org' }),
  permission,
  navigationPrevented: navigation.prevented,
  foreign,
  bridge: Object.keys(atelier),
  path: atelier.pathOf({ path: '/a/model' }),
  menu: seen.menu.map((m) => m.label),
  info: await atelier.request('host.info', {}),
  models: await atelier.request('models.list', {}),
  runs: await atelier.request('runs.list', {}),
  missing: await atelier.request('runs.show', { run: 'nothing' }),
  badInput: await atelier.request('runs.show', { run: 5 }),
  unknown: await atelier.request('files.delete', {}),
}
app.quit()
result.handlersLeft = seen.handlers.size
process.stdout.write(JSON.stringify(result))
process.exit(0)
