import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { openLab } from '../../src-main/hosts/lab'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { createHandlers } from '../../src-main/ipc/create-handlers'
import type { Lab } from '../../src-main/ipc/lab'
import { createRouter } from '../../src-main/ipc/router'
import { experimentSchema } from '../../src-preload/contract/experiment'
import { SIMILARITY, type HiddenStates } from '../../src-preload/contract/hidden-states'
import type { RouteName, RouteOutput } from '../../src-preload/contract/routes'
import type { RunDetail } from '../../src-preload/contract/run'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

/** A data folder of Atelier 0.1.0, and what its host answered a page about it: build/golden/make_earlier_database.mjs. */
const EARLIER = join(FIXTURES, 'earlier-database', 'atelier.db')
interface Answer {
  readonly route: RouteName
  readonly input: unknown
  readonly answer: unknown
}
interface Normalised {
  readonly plans: readonly { readonly byTask: readonly unknown[]; readonly median: unknown }[]
}
interface Paired {
  readonly rows: readonly object[]
}

const archived = (id: number): string => `archived-${id}`

/** What was asked and answered, in today's terms. */
function today({
  route,
  input,
  answer,
}: {
  readonly route: string
  readonly input: object
  readonly answer: unknown
}): Answer {
  switch (route) {
    // states that were no readings have ids that tell it
    case 'states.list':
    case 'states.get': {
      const { ids } = input as { readonly ids?: readonly number[] }
      const told = (answer as { id: number }[]).map((a) => ({ ...a, id: archived(a.id) }))
      return { route, input: ids ? { ids: ids.map(archived) } : input, answer: told }
    }
    // the draft comes with the window that wrote it last
    case 'draft.get':
      return { route, input, answer: { body: answer } }
    // normalised scores are asked for by points, of any number of runs
    case 'runs.normalised': {
      const { run } = input as { readonly run: string }
      const { plans } = answer as Normalised
      const points = plans.map((_, plan) => ({ how: 'one', members: [{ run, plan }] }))
      return {
        route: 'compare.scores',
        input: { runs: [run], score: 'normalised', points },
        answer: { points: plans.map(({ byTask, median }) => ({ byTask, median })) },
      }
    }
    // one metric a task is tested now, so that Holm's family is smaller
    case 'compare.paired': {
      const rows = (answer as Paired).rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'pHolm')),
      )
      return { route, input, answer: { rows } }
    }
    default:
      return { route: route as RouteName, input, answer }
  }
}
const ANSWERS = (
  JSON.parse(readFileSync(join(FIXTURES, 'earlier-database', 'answers.json'), 'utf8')) as Parameters<typeof today>[0][]
).map(today)
const ROUTES = [...new Set(ANSWERS.map((a) => a.route))]

interface Opened {
  readonly lab: Lab
  /** As a page does. */
  readonly ask: (route: RouteName, input: unknown) => Promise<unknown>
}

async function open(home: string): Promise<Opened> {
  const lab = await openLab(home, spawnNodeEngine())
  const none = async (): Promise<readonly string[]> => []
  const route = createRouter(createHandlers(lab, { host: 'browser', pick: none, chooseHome: () => undefined }))
  const ask = async (name: RouteName, input: unknown): Promise<unknown> => {
    const answer = await route(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`)
    return answer.value
  }
  return { lab, ask }
}

function earlierHome(): string {
  const home = temporaryFolder('earlier')
  copyFileSync(EARLIER, join(home, 'atelier.db'))
  return home
}

const migrationsOf = (file: string): string[] => {
  const db = new Sqlite(file, { readonly: true })
  const names = db.prepare<[], string>('SELECT name FROM kysely_migration ORDER BY name').pluck().all()
  db.close()
  return names
}

/** An error of values that are all alike was told as what rounding left of it. */
const withoutDust = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, v: unknown) =>
    key === 'stderr' && typeof v === 'number' && Math.abs(v) < 1e-12 ? 0 : v,
  )

/** New facts may have come, and none that was told may be gone or be another. */
async function expectEarlierAnswers({ ask }: Opened, route: RouteName, change = (json: string) => json): Promise<void> {
  for (const { input, answer } of ANSWERS.filter((a) => a.route === route)) {
    const before = withoutDust(JSON.parse(change(JSON.stringify(answer)))) as object
    expect(withoutDust(await ask(route, input))).toMatchObject(before)
  }
}

describe('a database of before', () => {
  let home: string
  let opened: Opened
  beforeAll(async () => {
    home = earlierHome()
    opened = await open(home)
    return () => opened.lab.close()
  })

  it('is migrated, and a copy of it is kept as it was', () => {
    const before = migrationsOf(EARLIER)
    const now = migrationsOf(join(home, 'atelier.db'))
    expect(now.slice(0, before.length)).toEqual(before)
    const pending = now.slice(before.length)
    expect(pending[0]).toBe('0004-readings')
    const copies = readdirSync(home).filter((name) => name.startsWith('atelier-before-'))
    const ofMigration = (name: string): string => pending.find((m) => name.startsWith(`atelier-before-${m}-`)) ?? name
    expect(copies.map(ofMigration).sort()).toEqual(pending)
    expect(
      migrationsOf(
        join(
          home,
          copies.find((name) => name.includes('0004-readings'))!,
        ),
      ),
    ).toEqual(before)
  })

  it.each(ROUTES)('answers a page as before: %s', (route) => expectEarlierAnswers(opened, route))

  it('has runs that were stopped in their midst, and states of every kind of schedule', async () => {
    const list = (await opened.ask('runs.list', { archived: true })) as RouteOutput<'runs.list'>
    expect(list.map((r) => [r.name, r.status])).toEqual([
      ['Waiting', 'queued'],
      ['Paused', 'paused'],
      ['Cancelled', 'cancelled'],
      ['Overlapping', 'done'],
      ['Rearranged', 'done'],
    ])
    for (const name of ['Paused', 'Cancelled']) {
      const { tasks, measurements } = await detailOf(opened, name)
      expect(measurements.some((m) => m.nDocs > 0 && m.nDocs < tasks[m.task]!.nDocs)).toBe(true)
    }
    const states = (await opened.ask('states.list', {})) as RouteOutput<'states.list'>
    expect(states.map((s) => s.plan)).toEqual(['0..3 (4 5|6|_)*2 (7|..|9) 10..-1', 'parallel(s=3)', 'full'])
  })
})

async function detailOf({ ask }: Opened, name: string): Promise<RunDetail> {
  const list = (await ask('runs.list', { archived: true })) as RouteOutput<'runs.list'>
  const run = list.find((r) => r.name === name)!.run
  return ((await ask('runs.details', { runs: [run] })) as RouteOutput<'runs.details'>)[0]!
}

it('a database of before is merged as a backup: a new folder shows all of it', async () => {
  const opened = await open(temporaryFolder('merged'))
  expect(await opened.ask('backup.merge', { path: EARLIER })).toMatchObject({ runs: 5 })
  // but the run that waited, which is not started here unasked
  const changed = (json: string): string => json.replaceAll('"queued"', '"paused"')
  for (const route of ROUTES) if (route !== 'queue.get') await expectEarlierAnswers(opened, route, changed)
  await opened.lab.close()
})

describe('what was begun before', () => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open(earlierHome())
    return () => opened.lab.close()
  })
  const quiet = { signal: new AbortController().signal, onProgress: () => undefined, onLog: () => undefined }

  it.each(['Paused', 'Cancelled', 'Waiting'])('is gone on with: %s', async (name) => {
    const before = await detailOf(opened, name)
    const scored = (): Promise<unknown[]> =>
      Promise.all(
        before.measurements.map(({ plan, task }) =>
          opened.lab.samples.page({
            ...{ run: before.entry.run, plan, task, metric: 'acc', filter: 'all', search: '', offset: 0, limit: 50 },
          }),
        ),
      )
    const stored = (await scored()) as RouteOutput<'runs.samples'>[]
    const { status, result } = await opened.lab.runs.resume(before.entry.run, quiet)
    expect(status).toBe('done')
    const nDocs = before.tasks.flatMap((t) => t.nDocs)
    const after = await detailOf(opened, name)
    expect(after.measurements.map((m) => m.nDocs)).toEqual(before.plans.flatMap(() => nDocs))
    for (const { plan, task, nDocs: n } of before.measurements)
      expect(after.measurements.find((m) => m.plan === plan && m.task === task)!.nCached).toBe(n)
    // the full model was measured on these documents by another run
    const full = result.measurements.filter((m) => m.plan === 'full')
    for (const m of full) expect(m.nCached).toBe(m.nDocs)
    for (const [i, page] of ((await scored()) as RouteOutput<'runs.samples'>[]).entries())
      expect(page.rows).toEqual(expect.arrayContaining([...stored[i]!.rows]))
  })

  it('has states that a run measures anew to the same values', async () => {
    for (const { id, plan, task, nDocs } of opened.lab.similarity.list()) {
      const before = opened.lab.similarity.get(id)!
      const { result } = await opened.lab.runs.start(
        experimentSchema.parse({
          ...{ model: 'painter-16', plans: [plan], tasks: [task], limit: nDocs, readout: SIMILARITY, device: 'cpu' },
        }),
        quiet,
      )
      const now = opened.lab.similarity.get(`${result.run}/0/0`)!
      expect(now).toMatchObject({ plan, task, nDocs, positions: before.positions, schedule: before.schedule })
      const numbers = ['cosine', 'cosineWithoutFirst', 'variance', 'varianceWithoutFirst'] as const
      for (const key of numbers) expectClose(now[key], before[key])
    }
  })
})

function expectClose(now: HiddenStates['cosine'], before: HiddenStates['cosine']): void {
  expect(now).toHaveLength(before.length)
  for (const [i, v] of before.entries()) expect(Math.abs(now[i]! - v)).toBeLessThan(1e-4 * Math.max(1, Math.abs(v)))
}
