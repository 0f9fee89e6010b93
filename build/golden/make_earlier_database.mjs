// Makes test/fixtures/earlier-database: a data folder as Atelier 0.1.0 left it before hidden states became readings of runs
// (commit 7c02760), and what its host answered a page about it. Give it a built checkout of that commit, which lies where no
// later one will (runs remember the path of their model):
//   node build/golden/make_earlier_database.mjs /opt/atelier test/fixtures/earlier-database
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { decode, encode } from 'cborg'
import { WebSocket } from 'ws'

const [checkout, output] = process.argv.slice(2).map((path) => resolve(path))
const home = mkdtempSync(join(tmpdir(), 'earlier-'))
const documents = '/tmp/atelier-documents'
const TEXTS = ['context', 'choices']

async function openHost() {
  const child = spawn(process.execPath, [join(checkout, 'out/main/cli.js'), 'serve', '--home', home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { origin } = new URL(line.trim())
  const first = await fetch(line.trim(), { redirect: 'manual' })
  const cookie = first.headers.get('set-cookie').split(';')[0]
  const ws = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
  await once(ws, 'open')
  const replies = new Map()
  const listeners = new Set()
  ws.on('message', (data) => {
    const message = decode(new Uint8Array(data))
    if ('event' in message) for (const listen of listeners) listen(message.event, message.payload)
    else replies.get(message.id)(message.reply)
  })
  const ask = async (route, input = {}) => {
    const reply = await new Promise((done) => {
      const id = replies.size
      replies.set(id, done)
      ws.send(encode({ id, route, input }))
    })
    if (!reply.ok) throw new Error(`${route}: ${reply.error.message}`)
    return reply.value
  }
  const close = async () => {
    ws.close()
    child.kill()
    await once(child, 'exit')
  }
  return { ask, listen: (listener) => listeners.add(listener), close }
}

/** Every 37th document of a task of the starter suite, as documents of the built-in task that it is like. */
function someDocuments(task, of, n) {
  const lines = readFileSync(join(checkout, `resources/tasks/${of}.jsonl`), 'utf8').split('\n')
  const data = join(documents, `${task}.jsonl`)
  const chosen = lines.filter((_, i) => i % 37 === 5)
  writeFileSync(data, `${chosen.slice(0, n).join('\n')}\n`)
  return { task, data }
}

async function fill({ ask, listen }) {
  const painter = { model: 'painter-16', device: 'cpu' }
  const choice = someDocuments('hellaswag', 'sense', 8)
  const questions = someDocuments('arc_easy', 'knowledge', 10)
  const words = someDocuments('lambada_openai', 'recall', 8)

  /** Runs an experiment; what is asked once it is under way (from a share on) is asked of the run. */
  async function run(experiment, stop, after) {
    const { run: id } = await ask('runs.enqueue', { experiment: { ...painter, ...experiment } })
    let isStopped = stop === undefined
    listen((event, p) => {
      if (isStopped || event !== 'run.progress' || p.run !== id || p.phase !== 'running' || p.fraction < after) return
      isStopped = true
      void ask(stop, { run: id })
    })
    if (stop === 'none') return id
    for (;;) {
      const { status } = (await ask('runs.list', { archived: true })).find((r) => r.run === id)
      if (status !== 'queued' && status !== 'running') return id
      await setTimeout(50)
    }
  }
  const states = (plans, task, limit) =>
    new Promise((done, fail) => {
      let job
      listen((event, p) => {
        if (event === 'states.progress' && p.job === job && p.status !== 'running')
          (p.status === 'done' ? done : fail)(p)
      })
      void ask('states.measure', { model: painter.model, plans, task, limit }).then((first) => (job = first.job), fail)
    })

  await ask('settings.set', { theme: 'dark', language: 'en', threads: 2, tourDone: true })
  const steps = '0..3 (4 5|6|_)*2 (7|..|9) 10..-1'
  const finished = await run({
    name: 'Rearranged',
    plans: [
      'full',
      'skip(s=3)',
      'parallel(s=3)',
      'looped-parallel(s=3,n={1,3})',
      'random(s=3,seed=0..1)',
      steps,
      'full',
    ],
    tasks: [choice, questions, words],
    tags: ['before', 'figures'],
    note: 'A note,\nof two lines.',
  })
  const overlapping = await run({
    name: 'Overlapping',
    plans: ['full', 'reverse(s=4)', 'switch(layer=5)'],
    tasks: [questions],
    sample: { n: 6, seed: 7 },
  })
  await run(
    { name: 'Cancelled', plans: ['full', 'repeat-model(n={2,20,40})'], tasks: [choice, words] },
    'runs.cancel',
    0.1,
  )
  await run({ name: 'Paused', plans: ['repeat-model(n={3,35})'], tasks: [questions, words] }, 'runs.pause', 0.1)
  await run({ name: 'Waiting', plans: ['full', 'loop-middle(s=5,n=2)'], tasks: [questions], limit: 4 }, 'none')
  await ask('runs.edit', { runs: [overlapping], archived: true, addTags: ['old'] })
  await states(['full', 'parallel(s=3)'], 'arc_easy', 6)
  await states([steps], 'lambada_openai', 5)
  await ask('experiments.save', {
    name: 'To be run',
    body: JSON.stringify({ ...painter, plans: ['skip(s=*)'], tasks: ['arc_easy'], limit: 5 }),
  })
  await ask('comparisons.save', { name: 'Both', address: `/compare?runs=${finished},${overlapping}` })
  await ask('draft.set', { body: JSON.stringify({ ...painter, plans: ['full'], tasks: ['hellaswag'] }) })
}

/** What a page asks of a data folder, with the answers. */
async function answers({ ask }) {
  const kept = []
  const keep = async (route, input = {}) => {
    const answer = await ask(route, input)
    kept.push({ route, input, answer })
    return answer
  }
  for (const route of ['settings.get', 'experiments.list', 'draft.get', 'comparisons.list', 'queue.get'])
    await keep(route)
  const runs = await keep('runs.list', { archived: true })
  const details = await keep('runs.details', { runs: runs.map((r) => r.run) })
  for (const { run } of runs) {
    await keep('runs.show', { run })
    await keep('runs.normalised', { run })
  }
  const page = { filter: 'all', search: '', offset: 0, limit: 50 }
  for (const { entry, measurements } of details)
    for (const { plan, task } of measurements) {
      const { rows } = await keep('runs.samples', { run: entry.run, plan, task, metric: 'acc_norm', ...page })
      // the texts of a document are the same for every plan
      if (plan > 0) for (const row of rows) for (const text of TEXTS) delete row[text]
    }
  const [a, b] = ['Rearranged', 'Overlapping'].map((name) => runs.find((r) => r.name === name).run)
  await keep('compare.runs', { runs: [a, b], baseline: a })
  await keep('compare.paired', { a: { run: a, plan: 0 }, b: { run: a, plan: 1 } })
  for (const { id } of await keep('states.list')) await keep('states.get', { ids: [id] })
  return kept
}

mkdirSync(documents, { recursive: true })
mkdirSync(output, { recursive: true })
let host = await openHost()
await fill(host)
await host.close()
const database = join(output, 'atelier.db')
copyFileSync(join(home, 'atelier.db'), database)
const db = new Sqlite(database)
db.pragma('journal_mode = DELETE')
db.exec('VACUUM')
db.close()
host = await openHost()
const lines = (await answers(host)).map((answer) => JSON.stringify(answer))
await host.close()
writeFileSync(join(output, 'answers.json'), `[\n${lines.join(',\n')}\n]\n`)
