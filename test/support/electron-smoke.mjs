// Starts the built main process on the stub and prints what was seen as JSON: run by test/integration/electron.test.ts.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'

const stub = new URL('./electron-stub.mjs', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: stub, shortCircuit: true, format: 'module' } : next(specifier, context),
})
const { seen, app } = await import('electron')
await import('../../out/main/index.js')
const until = async (condition) => {
  while (!(await condition())) await new Promise((r) => setTimeout(r, 20))
}
await until(() => seen.windows[0]?.shown && seen.handlers.size > 0)
createRequire(import.meta.url)('../../out/preload/index.cjs')

const home = process.env.ATELIER_HOME
const [window] = seen.windows
const { atelier } = seen.exposed
const ask = async (route, input = {}) => {
  const answer = await atelier.request(route, input)
  if (!answer.ok) throw new Error(`${route}: ${answer.error.message}`)
  return answer.value
}
let foreign = 'answered'
try {
  await seen.handlers.get('atelier:request')({ senderFrame: { name: 'another' } }, 'host.info', {})
} catch (error) {
  foreign = error.message
}
const permissions = {}
for (const name of ['media', 'geolocation', 'clipboard-read', 'clipboard-sanitized-write'])
  window.webContents.decide(
    null,
    name,
    (granted) => (permissions[name] = granted && window.webContents.check(null, name)),
  )
const navigation = { prevented: false, preventDefault: () => (navigation.prevented = true) }
window.webContents.emit('will-navigate', navigation)
const result = {
  windows: seen.windows.length,
  loaded: seen.loaded,
  webPreferences: window.options.webPreferences,
  open: window.webContents.open({ url: 'https://example.org' }),
  permissions,
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

// a second start of the app brings this window up
app.emit('second-instance')
result.focused = window.focused

// dialogs: a model is a folder or a file
Object.assign(seen.answers, { message: 1, open: '/models/a.gguf' })
result.picked = await ask('host.pick', { kinds: 'model', several: false })
result.pickedWith = seen.asked.splice(0)
seen.answers.open = null
result.notPicked = await ask('host.pick', { kinds: 'folder', several: false })
seen.asked.length = 0

// one real run: the engine in a process of its own, scores in SQLite, its progress told to the window
const experiment = { model: 'painter-16', tasks: ['sense'], device: 'cpu', precision: 'fp32', tags: [], note: '' }
const told = []
const stopListening = atelier.on('run.progress', (p) => told.push(p.fraction))
const short = (await ask('runs.enqueue', { experiment: { ...experiment, plans: ['full', 'skip(s=5)'], limit: 8 } })).run
const statusOf = async (run) => (await ask('runs.list', {})).find((r) => r.run === run)?.status
await until(async () => ['done', 'failed'].includes(await statusOf(short)))
const [shown] = await ask('runs.details', { runs: [short] })
result.run = {
  status: shown.entry.status,
  values: shown.measurements.map((m) => m.metrics.acc.value),
  nDocs: shown.measurements.map((m) => m.nDocs),
}
result.engines = seen.engines
result.progressBar = window.progress.some((p) => p > 0) && window.progress.at(-1) === -1
stopListening()
result.told = told.length > 0 && told.every((f, i) => i === 0 || f >= told[i - 1] || f === 0)

// closing while a run goes on asks; to stay keeps everything, to stop ends the run where it can be resumed
seen.asked.length = 0
const long = (
  await ask('runs.enqueue', { experiment: { ...experiment, plans: ['full', 'random(s=*,seed=0..9)'], limit: 400 } })
).run
await until(async () => ((await ask('runs.list', {})).find((r) => r.run === long)?.fraction ?? 0) > 0)
seen.answers.message = 1
window.close()
await until(() => seen.asked.length === 1)
await new Promise((r) => setTimeout(r, 100))
result.question = seen.asked[0].message
result.afterStay = { closed: window.closed === true, status: await statusOf(long) }
result.windowState = JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'))
seen.answers.message = 0
const quit = new Promise((r) => app.once('quit', r))
window.close()
await quit
result.afterStop = {
  closed: window.closed === true,
  handlersLeft: seen.handlers.size,
  lockFile: existsSync(join(home, 'atelier.db-wal')),
  long,
}
process.stdout.write(JSON.stringify(result))
process.exit(0)
