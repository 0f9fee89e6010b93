import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunListEntry, RunResult } from '../../src-preload/contract/run'
import { documents, run, runJson, start } from '../support/cli'
import { expectEqualScores } from '../support/equal-scores'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const MODEL = join(FIXTURES, 'llama-tied')
// a run of some seconds: the tiny model, but very long schedules
const large = documents(200)
const LARGE = [
  'run',
  '-m',
  MODEL,
  '-p',
  'repeat-model(n=1..60)',
  '-p',
  'looped-parallel(s=0..1,n=1..60)',
  '-t',
  'lambada_openai',
  '-t',
  'arc_easy',
  '--data',
  `lambada_openai=${large.lambada}`,
  '--data',
  `arc_easy=${large.arc}`,
]

describe('nothing finished is lost', () => {
  const whole = temporaryFolder('whole')
  let reference: RunResult
  const engines = (pid: number): number[] => {
    try {
      return execFileSync('ps', ['--ppid', String(pid), '-o', 'pid='], { encoding: 'utf8' })
        .trim()
        .split(/\s+/)
        .map(Number)
    } catch {
      return []
    }
  }
  const isAlive = (pid: number): boolean => {
    try {
      return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return false
    }
  }
  const pause = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms))

  beforeAll(async () => {
    reference = await runJson(whole, ...LARGE, '--samples')
  }, 180_000)

  it('kill -9 of the host: the run reads interrupted, its engines end, --resume finishes it', async () => {
    const home = temporaryFolder('killed')
    const started = start(home, LARGE)
    await started.says(/^\d+\.\d %/m)
    await pause(1500)
    const pids = engines(started.child.pid!)
    expect(pids.length).toBeGreaterThan(0)
    started.child.kill('SIGKILL')
    expect((await started.finished).signal).toBe('SIGKILL')
    for (let i = 0; i < 50 && pids.some(isAlive); i++) await pause(100)
    expect(pids.filter(isAlive)).toEqual([])
    const [entry] = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as [RunListEntry]
    expect(entry.status).toBe('interrupted')
    const resumed = await runJson(home, 'run', '--resume', entry.run, '--samples')
    expect(resumed.measurements.some((m) => m.nCached > 0)).toBe(true)
    expect(resumed.cost.layerApplicationsNaive).toBeLessThan(reference.cost.layerApplicationsNaive)
    expectEqualScores(resumed, reference)
    const once = await runJson(home, 'run', '--resume', entry.run, '--samples')
    expect(once.cost.layerApplicationsComputed).toBe(0)
    expectEqualScores(once, reference)
    expect(new Sqlite(join(home, 'atelier.db')).pragma('integrity_check', { simple: true })).toBe('ok')
  }, 180_000)

  it('SIGKILL of an engine: another takes its place, the run is done', async () => {
    const home = temporaryFolder('engine-killed')
    const started = start(home, [...LARGE, '--json', '--samples'])
    await started.says(/^\d+\.\d %/m)
    await pause(800)
    process.kill(engines(started.child.pid!)[0]!, 'SIGKILL')
    const { code, stdout, stderr } = await started.finished
    expect(stderr).toMatch(/killed by SIGKILL; trying again with \d+ tokens a batch/)
    expect(code).toBe(0)
    expectEqualScores(JSON.parse(stdout) as RunResult, reference)
  }, 180_000)

  it('engines that die again and again: interrupted, not failed, and resumable', async () => {
    const home = temporaryFolder('engines-killed')
    const started = start(home, LARGE)
    let ended = false
    void started.finished.then(() => (ended = true))
    await started.says(/^\d+\.\d %/m)
    while (!ended) {
      for (const pid of engines(started.child.pid!)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // gone already
        }
      }
      await pause(300)
    }
    const { code, stderr } = await started.finished
    expect(code).toBe(130)
    expect(stderr).toMatch(/atelier run --resume/)
    const [entry] = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as [RunListEntry]
    expect(entry.status).toBe('interrupted')
  }, 180_000)

  it('Ctrl-C: exit 130, finished scores are kept, it says how to go on', async () => {
    const home = temporaryFolder('interrupted')
    const started = start(home, LARGE)
    await started.says(/^\d+\.\d %/m)
    await pause(1000)
    started.child.kill('SIGINT')
    const { code, stderr } = await started.finished
    expect(code).toBe(130)
    const id = /atelier run --resume (\S+)/.exec(stderr)![1]!
    const resumed = await runJson(home, 'run', '--resume', id, '--samples')
    expectEqualScores(resumed, reference)
  }, 180_000)

  it('two hosts on one database: both finish, with the same scores; a run has one owner', async () => {
    const home = temporaryFolder('two-hosts')
    const a = start(home, [...LARGE, '--json', '--samples'])
    const b = start(home, [...LARGE, '--json', '--samples'])
    await a.says(/^\d+\.\d %/m)
    const list = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as RunListEntry[]
    expect(list.map((r) => r.status)).toContain('running')
    const taken = await run(home, 'run', '--resume', list.find((r) => r.status === 'running')!.run)
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringMatching(/is being computed by process \d+/)])
    const [x, y] = await Promise.all([a.finished, b.finished])
    expect([x.code, y.code]).toEqual([0, 0])
    expectEqualScores(JSON.parse(x.stdout) as RunResult, reference)
    expectEqualScores(JSON.parse(y.stdout) as RunResult, reference)
    const db = new Sqlite(join(home, 'atelier.db'))
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(
      db.prepare('SELECT count(*) AS n FROM (SELECT hash FROM request GROUP BY hash HAVING count(*) > 1)').get(),
    ).toEqual({ n: 0 })
  }, 240_000)

  it('a folder that cannot be written to', async () => {
    const home = join(temporaryFolder('file'), 'x')
    writeFileSync(home, 'a file where a folder should be')
    const { code, stderr } = await run(home, 'runs', 'list')
    expect(code).toBe(1)
    expect(stderr).toMatch(/cannot be opened for writing .*--home/)
  })
})
