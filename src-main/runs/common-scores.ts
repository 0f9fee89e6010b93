import { setImmediate } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import {
  subjectKey,
  type CommonScores,
  type CommonScoresQuery,
  type CommonTask,
  type FullScore,
  type LeftOut,
  type Point,
} from '../../src-preload/contract/common-scores'
import { LabError } from '../../src-preload/contract/errors'
import { decidingMetrics, higherIsBetter, primaryMetric, type MetricName } from '../../src-preload/contract/metrics'
import { isFull } from '../../src-preload/contract/plan/full'
import type { Context } from '../home/context'
import { isAboveFloor, PointScorer, type TaskBasis } from '../metrics/point-score'
import { inAll, meanError, noTally, tally, valueOver, type Tally } from '../metrics/tally'
import type { SetDocument } from '../store/document-store'
import type { StoredPlan, StoredTask } from '../store/run/run-records'
import type { RunResults } from './results'
import { readScores } from './scored-documents'

interface OpenRun {
  readonly id: string
  readonly isDone: boolean
  /** What may be pooled. */
  readonly subject: string
  readonly plans: readonly StoredPlan[]
  readonly tasks: readonly StoredTask[]
  readonly scorers: readonly number[]
  /** -1 where the run has none. */
  readonly full: number
}

/** A task of the runs, with the documents that are common to all of them. */
interface OpenTask {
  readonly name: string
  readonly first: StoredTask
  readonly metric: MetricName | null
  readonly floor: number
  readonly why: LeftOut | null
  /** In the order of the first run. */
  readonly documentIds: readonly number[]
}

const KEPT = 32

/** Scores of plans of any runs, on what the runs have in common; kept until something new is measured. */
export class CommonScoresOfRuns {
  private readonly held = new LRUCache<string, Promise<CommonScores>>({ max: KEPT })

  constructor(
    private readonly context: Context,
    private readonly results: RunResults,
  ) {}

  /** Throws `store.unknown-run`, and `host.input` for a point of plans that may not be pooled. */
  get(query: CommonScoresQuery): Promise<CommonScores> {
    const runs = query.runs.map((run) => this.context.runs.record.resolveId(run))
    const state = runs.map((run) => this.results.stored(run).reduce((n, m) => n + m.nDocs, 0))
    const key = JSON.stringify([query, state])
    let answer = this.held.get(key)
    if (!answer) {
      this.held.set(key, (answer = this.compute(query, runs)))
      answer.catch(() => this.held.delete(key))
    }
    return answer
  }

  private async compute(query: CommonScoresQuery, ids: readonly string[]): Promise<CommonScores> {
    const runs = ids.map((id) => this.open(id))
    const reader = new TallyReader(this.context, runs, this.openTasks(runs, query))
    const { tasks } = reader
    const fulls = new Map(runs.map((r) => [r.subject, fullOf(r.subject, runs, reader)]))
    const why = tasks.map((task, t) => task.why ?? (query.score === 'raw' ? null : notNormalised(task, t, fulls)))
    const scorers = new Map(
      [...fulls].map(([subject, full]) => {
        const bases = tasks.map((task, t) => basisOf(task, why[t] ?? null, query, full?.[t] ?? null))
        return [subject, new PointScorer(bases, query.bestOf)]
      }),
    )
    const points: CommonScores['points'][number][] = []
    for (const point of query.points) {
      const members = membersOf(point, runs)
      const scorer = scorers.get(members[0]?.run.subject ?? '')
      if (!scorer) throw new LabError('host.input', 'a point of a figure has no plan', {})
      points.push(
        scorer.score(
          point.how,
          members.map(({ run, plan }) => reader.plan(run, plan)),
        ),
      )
      // long sweeps leave room for other requests
      await setImmediate()
    }
    return { tasks: tasks.map((task, t) => this.told(task, why[t] ?? null, runs, reader, t)), points }
  }

  private open(id: string): OpenRun {
    const { record } = this.context.runs
    const run = record.get(id)
    const plans = record.plans(id)
    const { nLayers } = this.context.models.describe(run.fingerprint)
    return {
      id,
      isDone: run.status === 'done',
      subject: subjectKey({ ...run, model: { fingerprint: run.fingerprint } }),
      plans,
      tasks: record.tasks(id),
      scorers: this.results.scorerIds(id),
      full: plans.findIndex((p) => isFull(p.schedule, nLayers)),
    }
  }

  private openTasks(runs: readonly OpenRun[], { score, metric: wished, floors }: CommonScoresQuery): OpenTask[] {
    const names = new Set(runs.flatMap((r) => r.tasks.map((t) => t.task)))
    return [...names].map((name) => {
      const asked = runs.flatMap((run) => run.tasks.flatMap((task) => (task.task === name ? [{ run, task }] : [])))
      const own = asked.map((a) => a.task)
      const first = own[0] as StoredTask
      const offered = score === 'raw' ? first.metrics : decidingMetrics(first.metrics)
      const metric = offered.find((m) => m === wished) ?? primaryMetric(offered) ?? null
      const isWhole = ({ run }: (typeof asked)[number]): boolean => run.isDone || runs.length === 1
      // finished runs mostly share one set: it is read once
      const distinct = new Map(asked.map((a) => [`${a.task.docSetId} ${isWhole(a) ? '' : a.run.id}`, a]))
      const sets = [...distinct.values()].map((a) => this.takenOf(a.run, a.task, isWhole(a)))
      const [ids = [], ...others] = sets
      const documentIds = others.reduce((common, set) => {
        const there = new Set(set)
        return common.filter((d) => there.has(d))
      }, ids)
      const why = (): LeftOut | null => {
        if (own.length < runs.length) return 'not-common'
        if (own.some((t) => t.fingerprint !== first.fingerprint)) return 'definition'
        if (documentIds.length === 0) return 'documents'
        return metric === null ? 'no-accuracy' : null
      }
      return { name, first, metric, floor: floors[name] ?? first.floor, why: why(), documentIds }
    })
  }

  /** Beside other runs, one that is not done stands on what each of its plans that is measured at all was measured on. */
  private takenOf(run: OpenRun, { docSetId }: StoredTask, isWhole: boolean): readonly number[] {
    const set = this.context.documents.readSet(docSetId)
    if (isWhole) return set.map((d) => d.documentId)
    const scored = run.scorers
      .map((scorer) => readScores(this.context.scores, scorer, set))
      .filter((own) => own.some((s) => s !== null))
    return set.flatMap((d, i) => (scored.every((own) => own[i] !== null) ? [d.documentId] : []))
  }

  private told(
    { name, first, metric, floor, documentIds }: OpenTask,
    why: LeftOut | null,
    runs: readonly OpenRun[],
    reader: TallyReader,
    t: number,
  ): CommonTask {
    return {
      task: name,
      metric,
      floor,
      why,
      nDocs: why === 'not-common' || why === 'definition' ? 0 : documentIds.length,
      nDocsTotal: first.nDocsTotal,
      full: runs.map((run): FullScore | null => {
        if (!run.tasks.some((x) => x.task === name)) return null
        const own = run.full < 0 ? null : reader.tally(run, run.full, t)
        if (!own) return { value: null, stderr: null, nDocs: 0 }
        const at = inAll([own], own.scored.length)
        const value = valueOver(own, at)
        const isFinite = Number.isFinite(value)
        return { value: isFinite ? value : null, stderr: own.isMean ? meanError(own, at) : null, nDocs: at.length }
      }),
    }
  }
}

/** Reads what plans scored, each plan and task once. */
class TallyReader {
  private readonly read = new Map<string, Tally | null>()
  private readonly documents = new Map<string, readonly (SetDocument | null)[]>()

  constructor(
    private readonly context: Context,
    private readonly runs: readonly OpenRun[],
    readonly tasks: readonly OpenTask[],
  ) {}

  plan(run: OpenRun, plan: number): (Tally | null)[] {
    return this.tasks.map((task, t) => (task.why === null ? this.tally(run, plan, t) : null))
  }

  /** On the documents in common or, of a task that is not, on the run's own; null where nothing is scored yet. */
  tally(run: OpenRun, plan: number, t: number): Tally | null {
    const key = `${this.runs.indexOf(run)} ${plan} ${t}`
    let held = this.read.get(key)
    if (held === undefined) this.read.set(key, (held = this.readTally(run, plan, t)))
    return held
  }

  private readTally(run: OpenRun, plan: number, t: number): Tally | null {
    const [task, scorer] = [this.tasks[t], run.scorers[plan]]
    if (!task || task.metric === null || scorer === undefined) return null
    const documents = this.documentsOf(run, task)
    const present = documents.flatMap((d) => d ?? [])
    const scored = readScores(this.context.scores, scorer, present)
    if (scored.every((s) => s === null)) return null
    let at = 0
    return tally(
      task.first.kind,
      task.metric,
      documents.map((d) => (d === null ? null : (scored[at++] ?? null))),
    )
  }

  private documentsOf(run: OpenRun, task: OpenTask): readonly (SetDocument | null)[] {
    const stored = run.tasks.find((x) => x.task === task.name)
    if (!stored) return []
    const isCommon = task.why === null || task.why === 'no-accuracy'
    const key = `${isCommon ? 'common' : 'own'} ${task.name} ${stored.docSetId}`
    let held = this.documents.get(key)
    if (!held) {
      const set = this.context.documents.readSet(stored.docSetId)
      const byId = new Map(set.map((d) => [d.documentId, d]))
      held = isCommon ? task.documentIds.map((id) => byId.get(id) ?? null) : set
      this.documents.set(key, held)
    }
    return held
  }
}

/** The full model of a subject, by task: of the run that has the most of it. */
function fullOf(subject: string, runs: readonly OpenRun[], reader: TallyReader): (Tally | null)[] | null {
  const own = runs.filter((r) => r.subject === subject && r.full >= 0)
  if (own.length === 0) return null
  return reader.tasks.map((task, t) => {
    if (task.why !== null) return null
    const found = own.flatMap((r) => reader.tally(r, r.full, t) ?? [])
    const nDocs = (x: Tally): number => x.scored.reduce((n, s) => n + s, 0)
    return found.toSorted((a, b) => nDocs(b) - nDocs(a))[0] ?? null
  })
}

/** Why a task that all runs have takes no part in normalised scores: what holds for one subject holds for all. */
function notNormalised(task: OpenTask, t: number, fulls: ReadonlyMap<string, (Tally | null)[] | null>): LeftOut | null {
  const each = [...fulls.values()]
  if (each.some((full) => !full)) return 'no-full'
  return each.every((full) => isAboveFloor(full?.[t] ?? noTally(0), task.floor)) ? null : 'floor'
}

function basisOf(task: OpenTask, why: LeftOut | null, { score }: CommonScoresQuery, full: Tally | null): TaskBasis {
  return {
    nDocs: task.documentIds.length,
    normaliser: score === 'raw' ? null : { floor: task.floor, full: full ?? noTally(task.documentIds.length) },
    full,
    isHigherBetter: task.metric === null || higherIsBetter(task.metric),
    isUsable: why === null,
  }
}

/** The plans of a point. Throws `host.input` where they are not all of one subject, or not of the query's runs. */
function membersOf({ members }: Point, runs: readonly OpenRun[]): { readonly run: OpenRun; readonly plan: number }[] {
  const found = members.map(({ run: id, plan }) => {
    const run = runs.find((r) => r.id === id)
    if (!run?.plans[plan]) {
      throw new LabError(
        'host.input',
        `the run ${id} is not among those of the figure, or has no plan number ${plan}`,
        {
          run: id,
        },
      )
    }
    return { run, plan }
  })
  if (new Set(found.map((m) => m.run.subject)).size > 1) {
    throw new LabError(
      'host.input',
      `a point pools plans of runs that differ in model, precision, BOS or tokenizer: ${members.map((m) => m.run).join(', ')}`,
      {},
    )
  }
  return found
}
