import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HiddenStates } from '../../src-preload/contract/hidden-states'
import type { Measurement } from '../../src-preload/contract/measurement'
import type { RunListEntry, RunResult } from '../../src-preload/contract/run'
import { openLab } from '../../src-main/hosts/lab'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import type { Lab } from '../../src-main/ipc/lab'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

/**
 * A database as the app left it before hidden states became readings of runs (migration 0003): a finished run, one that was
 * stopped, similarities of three plans; and what the app of that time showed of it.
 */
interface Estimate {
  readonly value: number
  readonly stderr: number | null
}
interface Expected {
  readonly entries: readonly RunListEntry[]
  readonly runs: readonly { readonly result: RunResult; readonly measurements: readonly Measurement[] }[]
  readonly normalised: readonly {
    readonly run: string
    readonly plans: readonly { readonly byTask: readonly (Estimate | null)[]; readonly median: Estimate | null }[]
  }[]
  readonly states: readonly (Omit<HiddenStates, 'id'> & { readonly id: number })[]
}

const OTHERS = expect.closeTo(0.2938596, 6) as number

const unpacked = (file: string): Buffer => gunzipSync(readFileSync(join(FIXTURES, 'database-0003', file)))
const expected = JSON.parse(unpacked('expected.json.gz').toString()) as Expected

let home: string
let lab: Lab
beforeAll(async () => {
  home = temporaryFolder('earlier')
  writeFileSync(join(home, 'atelier.db'), unpacked('atelier.db.gz'))
  lab = await openLab(home, spawnNodeEngine())
})
afterAll(() => lab.close())

describe('a database of an earlier version', () => {
  it('is backed up before it is changed', () => {
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
    expect(files.filter((f) => /atelier.*before.*\.db$|backup/i.test(f)).length, files.join()).toBeGreaterThan(0)
  })
  it('lists its runs as before', () => {
    const entries = lab.context.runs.entries.entries({ archived: false })
    expect(entries.map(({ readout: _, ...e }) => e)).toEqual(
      // then, repeat-model(n=1) counted among the others, though it is the full model
      expected.entries.map((e) => (e.name === 'stopped' ? { ...e, headline: { full: 0.75, others: OTHERS } } : e)),
    )
    expect(entries.every((e) => e.readout === 'loglikelihood')).toBe(true)
  })
  it('shows every score and metric as before, to the last bit', () => {
    for (const { result, measurements } of expected.runs) {
      expect(lab.results.result(result.run)).toEqual(result)
      expect([...lab.results.measurements(result.run, true)]).toEqual(measurements)
    }
  })
  it('shows every normalised score and its error as before', async () => {
    for (const { run, plans } of expected.normalised) {
      const answer = await lab.commonScores.get({
        runs: [run],
        score: 'normalised',
        metric: 'acc',
        floors: {},
        bestOf: 'halves',
        points: plans.map((_, plan) => ({ how: 'one', members: [{ run, plan }] })),
      })
      const shown = answer.points.map(({ byTask, median }) => ({
        byTask: byTask.map(estimate),
        median: estimate(median),
      }))
      expect(shown).toEqual(plans.map(({ byTask, median }) => ({ byTask, median })))
    }
  })
  it('shows the similarities of hidden states as before', () => {
    const { similarity } = lab
    expect(similarity.list()).toHaveLength(expected.states.length)
    for (const { id, ...before } of expected.states) expect(similarity.get(`archived-${id}`)).toMatchObject(before)
  })
})

const estimate = (score: Estimate | null): Estimate | null => score && { value: score.value, stderr: score.stderr }
