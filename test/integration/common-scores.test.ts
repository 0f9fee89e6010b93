import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommonScores, CommonScoresQuery, Point } from '../../src-preload/contract/common-scores'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { RunDetail } from '../../src-preload/contract/run'
import { openContext, type Context } from '../../src-main/home/context'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { CommonScoresOfRuns } from '../../src-main/runs/common-scores'
import { NO_COST } from '../../src-main/runs/execution'
import { RunResults } from '../../src-main/runs/results'
import { describeRun } from '../../src-main/runs/run-detail'
import { drawn } from '../../src-renderer/shared/series/drawn'
import { distinctPoints, queryOf, scored, type ScoredBy } from '../../src-renderer/shared/series/scored'
import { subjectsOf } from '../../src-renderer/shared/series/subject'
import { FIGURES } from '../../src-renderer/features/figures/catalogue'
import { modelInfo } from '../support/store'
import { temporaryFolder } from '../support/tiny-model'

/**
 * Random stores (several models, conditions, tasks, document sets, partial runs) through the real SQLite store: whatever is
 * chosen, no painted point mixes two models, task sets or document sets.
 */

const MODELS = [
  { fingerprint: 'f', nLayers: 5 },
  { fingerprint: 'g', nLayers: 7 },
]
const TASKS = ['t', 'u', 'v']
const DOCUMENTS = 9
const FLOOR = 0.1
const PLANS = ['full', 'skip(s=*)', 'random(s=1,seed=0..2)', 'looped-parallel(s=1,n=1..3)', 'skip-layer(layer=*)']

interface MadeRun {
  readonly model: number
  readonly addBos: boolean
  readonly precision: string
  readonly tokenizer: string
  readonly plans: readonly string[]
  readonly tasks: readonly { readonly task: string; readonly documents: readonly number[]; readonly other: boolean }[]
  /** Which scores are there: a bit a request, in the order in which they are asked for. */
  readonly scored: readonly boolean[]
}

const run: fc.Arbitrary<MadeRun> = fc.record({
  model: fc.integer({ min: 0, max: MODELS.length - 1 }),
  addBos: fc.boolean(),
  precision: fc.constantFrom('fp32', 'bf16'),
  // rarely another one
  tokenizer: fc.constantFrom('t', 't', 't', 'u'),
  plans: fc.subarray(PLANS, { minLength: 2 }),
  tasks: fc.subarray(TASKS, { minLength: 1 }).chain((tasks) =>
    fc.tuple(
      ...tasks.map((task) =>
        fc.record({
          task: fc.constant(task),
          documents: fc.subarray(
            Array.from({ length: DOCUMENTS }, (_, i) => i),
            { minLength: 3 },
          ),
          // rarely another definition of the same name
          other: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        }),
      ),
    ),
  ),
  scored: fc.array(
    fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    { minLength: 7, maxLength: 40 },
  ),
})

let context: Context
let documentIds: ReadonlyMap<string, readonly number[]>
let common: CommonScoresOfRuns
let results: RunResults

beforeAll(async () => {
  context = await openContext(temporaryFolder('common'), spawnNodeEngine())
  for (const { fingerprint, nLayers } of MODELS) context.models.remember(modelInfo(fingerprint, nLayers))
  documentIds = new Map(
    TASKS.map((task) => {
      const rows = Array.from({ length: DOCUMENTS }, (_, x) => JSON.stringify({ task, x }))
      return [task, context.documents.datasetIds(context.documents.importDataset(task, `/${task}`, rows).id)]
    }),
  )
  results = new RunResults(context)
  common = new CommonScoresOfRuns(context, results)
})
afterAll(() => context.db.close())

let nStored = 0
/** Two requests a document; what is right is told by a hash of everything that decides it. */
function store(made: MadeRun): string {
  const { fingerprint, nLayers } = MODELS[made.model]!
  const condition = [made.model, made.addBos, made.precision, made.tokenizer].join()
  const plans = resolveAllOrThrow([...made.plans], nLayers)
  const scheduleIds = context.scores.scheduleIds(plans.map((p) => p.schedule))
  const tasks = made.tasks.map(({ task, documents, other }) => {
    const set = documents.map((x) => {
      const requests = [0, 1].map((c) => Buffer.from([condition, task, x, c].join().padEnd(32).slice(0, 32)))
      const documentId = documentIds.get(task)![x]!
      const requestIds = context.scores.requestIds(requests)
      return { docId: x, documentId, target: x % 2, requestIds, lengths: [1, 1], bytes: [1, 1] }
    })
    return { task, other, set }
  })
  const id = context.runs.record.create({
    name: `run ${nStored++}`,
    fingerprint,
    modelName: fingerprint,
    modelPath: '/m',
    tokenizer: made.tokenizer,
    experiment: {
      model: 'm',
      plans: [...made.plans],
      tasks: made.tasks.map((t) => t.task),
      device: 'cpu',
      precision: 'fp32',
      readout: 'loglikelihood',
      strategy: 'given',
      tags: [],
      note: '',
    },
    device: 'cpu',
    deviceWhy: { code: 'device.asked', message: '', data: {} },
    provider: 'cpu',
    precision: made.precision,
    numerics: 1,
    addBos: made.addBos,
    versions: {},
    note: '',
    tags: [],
    plans: plans.map((p, i) => ({ ...p, scheduleId: scheduleIds[i]! })),
    tasks: tasks.map(({ task, other, set }) => ({
      task,
      kind: 'multiple-choice' as const,
      metrics: ['acc' as const],
      floor: FLOOR,
      fingerprint: `${task}${other}`,
      source: `/${task}`,
      docSetId: context.documents.saveSet(set),
      nExamples: 0,
      nDocsTotal: DOCUMENTS,
    })),
  })
  const scorers = results.scorerIds(id)
  let bit = 0
  plans.forEach((plan, p) => {
    for (const { task, set } of tasks) {
      for (const { docId, target, requestIds } of set) {
        if (made.scored[bit++ % made.scored.length] !== true) continue
        const right = plan.schedule.length % 3 === 0 || (condition + task + plan.schedule + docId).length % 4 > 0
        const values = right === (target === 0) ? [-1, -2] : [-2, -1]
        context.scores.add(scorers[p]!, requestIds, Float32Array.from(values), new Uint8Array(2))
      }
    }
  })
  context.runs.record.saveMeasurements(
    id,
    plans.flatMap((_, planOrdinal) =>
      tasks.map((t, taskOrdinal) => ({ planOrdinal, taskOrdinal, nDocs: t.set.length, nCached: 0, metrics: {} })),
    ),
  )
  return id
}

/** Right or wrong of a plan's documents of a task, by document; those that are not scored are absent. */
function marksOf(id: string, plan: number, task: string): ReadonlyMap<number, number> {
  const ordinal = context.runs.record.tasks(id).findIndex((t) => t.task === task)
  const samples = results.scoredDocuments(id, plan, ordinal)
  return new Map(
    samples.map(({ documentId, scored: s }) => [
      documentId,
      Number(s.loglikelihoods.indexOf(Math.max(...s.loglikelihoods)) === s.target),
    ]),
  )
}

/**
 * Documents that runs have in common, by task; only tasks that all of them have, defined the same. One run alone stands on those
 * asked for; of several, none of which is done here, each on those that all its plans with any score of the task have.
 */
function commonDocuments(ids: readonly string[]): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, ReadonlySet<number>>()
  for (const task of TASKS) {
    const asked = ids.flatMap((id) =>
      context.runs.record.tasks(id).flatMap((t) => (t.task === task ? [{ id, t }] : [])),
    )
    const rows = asked.map(({ t }) => t)
    if (rows.length < ids.length || new Set(rows.map((r) => r.fingerprint)).size > 1) continue
    const sets = asked.map(({ id, t }) => {
      const set = new Set(context.documents.readSet(t.docSetId).map((d) => d.documentId))
      if (ids.length === 1) return set
      const marks = context.runs.record.plans(id).map((_, plan) => marksOf(id, plan, task))
      const measured = marks.filter((m) => m.size > 0)
      return new Set([...set].filter((d) => measured.every((m) => m.has(d))))
    })
    const all = [...sets[0]!].filter((d) => sets.every((s) => s.has(d)))
    if (all.length > 0) found.set(task, new Set(all))
  }
  return found
}

type Marks = ReadonlyMap<number, number>
/** What may be one line: told here by what was stored, not as the product tells it. */
function conditionOf(id: string): string {
  const { fingerprint, precision, addBos, tokenizer } = context.runs.record.get(id)
  return [fingerprint, precision, addBos, tokenizer].join()
}
/** The full model of a run's condition, in whichever of the runs has it. */
function fullMarks(id: string, ids: readonly string[], task: string): Marks {
  const found = ids.flatMap((other) => {
    const { nLayers } = MODELS.find((m) => m.fingerprint === context.runs.record.get(other).fingerprint)!
    const { schedule } = resolveAllOrThrow(['full'], nLayers)[0]!
    // a random order may be the model's own
    const plan = context.runs.record.plans(other).findIndex((p) => p.schedule === schedule)
    return conditionOf(other) === conditionOf(id) && plan >= 0 ? [marksOf(other, plan, task)] : []
  })
  return found[0] ?? new Map<number, number>()
}

/** The score of a point as its definition says, computed from single documents; `full`: normalised by it. */
function expected(
  point: Point,
  task: string,
  documents: ReadonlySet<number>,
  full: Marks | null,
): { value: number; n: number } | null {
  const marks = point.members
    .map((m) => marksOf(m.run, m.plan, task))
    .map((m) => ({ m, any: [...m.keys()].some((d) => documents.has(d)) }))
  const there = marks.filter((x) => x.any).map((x) => x.m)
  const shared = [...documents].filter((d) => there.every((m) => m.has(d)) && (full === null || full.has(d)))
  if (there.length === 0 || shared.length === 0) return null
  const accuracy = (m: Marks, of: readonly number[]): number => of.reduce((n, d) => n + m.get(d)!, 0) / of.length
  const score = (m: Marks, of: readonly number[]): number => {
    if (full === null) return accuracy(m, of)
    const above = accuracy(full, of) - FLOOR
    return above > 0 ? (accuracy(m, of) - FLOOR) / above : NaN
  }
  if (point.how !== 'best')
    return { value: there.reduce((sum, m) => sum + score(m, shared), 0) / there.length, n: shared.length }
  const [choosing, showing] = [0, 1].map((parity) => shared.filter((_, i) => i % 2 === parity))
  if (showing!.length === 0) return null
  const best = there.reduce((a, b) => (score(b, choosing!) > score(a, choosing!) ? b : a))
  return { value: score(best, showing!), n: showing!.length }
}

const BY: ScoredBy = { score: 'raw', metric: 'acc', floors: {}, bestOf: 'halves' }

/** Everything that the figures with lines would ask of some runs. */
function pointsOf(details: readonly RunDetail[]) {
  const subjects = subjectsOf(details)
  const figures = FIGURES.flatMap((f) => (f.kind === 'lines' ? [f] : []))
  const panels = figures.flatMap((f) =>
    (['model', 'variant'] as const).flatMap((by) => {
      const look = { x: 'share', loops: 'best', score: 'normalised', by } as const
      return [...f.panels(subjects, look), ...(f.multiples?.(subjects, look) ?? [])]
    }),
  )
  return { panels, points: distinctPoints(panels.flatMap((p) => p.figure.lines.flatMap((l) => l.points))) }
}
const ask = (query: CommonScoresQuery): Promise<CommonScores> => common.get(query)

describe('figures of random stores', () => {
  it('score each point on the tasks and documents that all runs have in common, and on nothing else', () =>
    fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (made) => {
        const ids = made.map(store)
        const documents = commonDocuments(ids)
        const details = ids.map((id) => describeRun(context, results, id))
        const { points } = pointsOf(details)
        for (const score of ['raw', 'normalised'] as const) {
          const query = queryOf(details, { ...BY, score }, points)
          const { tasks, points: answers } = await ask(query)
          for (const row of tasks) {
            if (score === 'raw') expect(row.why === null, row.task).toBe(documents.has(row.task))
            if (row.why === null) expect(row.nDocs).toBe(documents.get(row.task)!.size)
          }
          query.points.forEach((point, i) => {
            tasks.forEach(({ task, why }, t) => {
              const found = answers[i]!.byTask[t] ?? null
              const full = score === 'raw' ? null : fullMarks(point.members[0]!.run, ids, task)
              const want = why === null ? expected(point, task, documents.get(task)!, full) : null
              const isNumber = want !== null && !Number.isNaN(want.value)
              expect(found?.value ?? null).toEqual(isNumber ? expect.closeTo(want.value, 10) : null)
              expect(found?.nDocs ?? null).toEqual(isNumber ? [want.n] : null)
            })
          })
        }
      }),
      { numRuns: 40 },
    ))

  it('count of a run that stopped early what its samples are, whatever was last saved of it and whoever scored since', () =>
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 3 }), (made) => {
        const ids = made.map(store)
        for (const id of ids) {
          const early = context.runs.record.measurements(id).map((m) => ({ ...m, nDocs: 0 }))
          context.runs.record.saveMeasurements(id, early)
          context.runs.ownership.finish(id, 'cancelled', NO_COST)
        }
        for (const id of ids) {
          const stored = describeRun(context, results, id)
          for (const { plan, task, nDocs, metrics } of stored.measurements) {
            const marks = [...marksOf(id, plan, stored.tasks[task]!.task).values()]
            expect(nDocs).toBe(marks.length)
            const mean = marks.length === 0 ? null : marks.reduce((a, b) => a + b, 0) / marks.length
            expect(metrics.acc?.value ?? null).toEqual(mean === null ? null : expect.closeTo(mean, 12))
          }
        }
      }),
      { numRuns: 30 },
    ))

  it('paint no line, band or panel of two models, and no point of a run that its line is not of', () =>
    fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 2, maxLength: 4 }), async (made) => {
        const details = made.map(store).map((id) => describeRun(context, results, id))
        const { panels, points } = pointsOf(details)
        const by: ScoredBy = { ...BY, score: 'normalised' }
        const answer = scored(details, by, points, await ask(queryOf(details, by, points)))
        const inFigure = answer.tasks.filter((t) => t.why === null)
        const look = {
          choice: { score: 'normalised', task: 'median', metric: 'acc' },
          x: 'share',
          band: 'range',
          loops: 'best',
        } as const
        for (const panel of panels) {
          const { lines } = drawn(panel.figure, answer, look)
          const conditionsIn = (of: typeof lines): number =>
            new Set(of.flatMap((l) => l.points.flatMap((p) => p.runs.map(conditionOf)))).size
          if (panel.subject) expect(conditionsIn(lines)).toBeLessThanOrEqual(1)
          for (const line of lines) {
            expect(conditionsIn([line])).toBe(1)
            if (panel.subject) expect(line.subject.key).toBe(panel.subject.key)
            const own = new Set(line.subject.runs.map((r) => r.entry.run))
            for (const point of line.points) {
              expect(own.has(point.ref.run)).toBe(true)
              const of =
                line.task === null || line.task === 'median' ? inFigure : inFigure.filter((t) => t.task === line.task)
              expect(of.length).toBeGreaterThan(0)
              expect(point.nDocs).toBeLessThanOrEqual(of.reduce((n, t) => n + t.nDocs, 0))
            }
          }
        }
      }),
      { numRuns: 40 },
    ))

  it('refuse a point of plans that may not be pooled, and one of a run that was not chosen', async () => {
    const base: MadeRun = {
      model: 0,
      addBos: false,
      precision: 'fp32',
      tokenizer: 't',
      plans: ['full', 'skip(s=*)'],
      tasks: [{ task: 't', documents: [0, 1, 2], other: false }],
      scored: [true],
    }
    const [one, two, bos, bf16, other] = [
      base,
      { ...base, model: 1 },
      { ...base, addBos: true },
      { ...base, precision: 'bf16' },
      { ...base, tokenizer: 'u' },
    ].map(store)
    for (const unlike of [two!, bos!, bf16!, other!]) {
      const members = [one!, unlike].map((r) => ({ run: r, plan: 0 }))
      const query = { ...BY, floors: {}, runs: [one!, unlike], points: [{ how: 'mean' as const, members }] }
      await expect(ask(query)).rejects.toThrow(/differ in model, precision, BOS or tokenizer/)
      await expect(ask({ ...query, runs: [one!] })).rejects.toThrow(/is not among those of the figure/)
    }
  })
})
