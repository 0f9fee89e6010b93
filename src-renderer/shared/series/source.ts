import type { Metric, MetricName } from '@contract/metrics'
import type { VariantName } from '@contract/plan/syntax'
import type { VariantParams } from '@contract/plan/variants'
import type { MeasurementRow } from '@contract/measurement'
import type { NormalisedRun } from '@contract/normalised'
import type { RunDetail } from '@contract/run'
import { readVariant } from '@/shared/plan/plan-text'

/** What figures are made from: a saved run and, where it was asked for, its normalised scores. */
export interface Source {
  readonly run: RunDetail
  readonly normalised: NormalisedRun | null
}

/** Which score is drawn. The median is over tasks and normalised only. */
export interface ScoreChoice {
  readonly score: 'normalised' | 'raw'
  /** A task's name, or `median`. */
  readonly task: string
  readonly metric: MetricName
}

/** A value as a figure shows it, with everything that must go with it. */
export interface Score {
  readonly value: number
  readonly error: number | null
  readonly nDocs: number
  readonly nDocsTotal: number
  /** All documents came from the store. */
  readonly isStored: boolean
  readonly isPartial: boolean
  readonly ref: PlanRef
}

/** A plan of a run, and the task that a click opens. */
export interface PlanRef {
  readonly run: string
  readonly plan: number
  readonly task: number
}

export interface PlanReading {
  readonly index: number
  readonly plan: string
  readonly schedule: string
  readonly affectedLayers: number | null
  readonly variant: { readonly name: VariantName; readonly params: VariantParams } | null
}

const readings = new WeakMap<RunDetail['plans'], readonly PlanReading[]>()
/** The plans of a run with their variants read. */
export function plansOf(run: RunDetail): readonly PlanReading[] {
  const held = readings.get(run.plans)
  if (held) return held
  const read = run.plans.map((p, index): PlanReading => {
    const v = readVariant(p.plan)
    const params = v
      ? Object.fromEntries(Object.entries(v.choices).flatMap(([k, c]) => (c.kind === 'one' ? [[k, c.value]] : [])))
      : {}
    return {
      index,
      plan: p.plan,
      schedule: p.schedule,
      affectedLayers: p.affectedLayers,
      variant: v ? { name: v.name, params } : null,
    }
  })
  readings.set(run.plans, read)
  return read
}

const tables = new WeakMap<RunDetail['measurements'], Map<number, MeasurementRow>>()
export function measurementOf(run: RunDetail, plan: number, task: number): MeasurementRow | undefined {
  let table = tables.get(run.measurements)
  if (!table) {
    table = new Map(run.measurements.map((m) => [m.plan * 4096 + m.task, m]))
    tables.set(run.measurements, table)
  }
  return table.get(plan * 4096 + task)
}

export const taskIndex = (run: RunDetail, task: string): number => run.tasks.findIndex((t) => t.task === task)

/** The score of a plan under a choice; null where it was not measured or is not defined. */
export function scoreOf(source: Source, plan: number, choice: ScoreChoice): Score | null {
  const { run, normalised } = source
  if (choice.score === 'raw') {
    const task = taskIndex(run, choice.task)
    const m = task < 0 ? undefined : measurementOf(run, plan, task)
    const metric: Metric | undefined = m?.metrics[choice.metric]
    if (!m || m.nDocs === 0 || !metric || metric.value === null) return null
    return { value: metric.value, error: metric.stderr, ...facts(run, plan, [task]) }
  }
  const row = normalised?.plans[plan]
  if (!row) return null
  const task = taskIndex(run, choice.task)
  const estimate = choice.task === 'median' ? row.median : task < 0 ? null : (row.byTask[task] ?? null)
  if (!estimate || !Number.isFinite(estimate.value)) return null
  return {
    value: estimate.value,
    error: estimate.stderr,
    ...facts(run, plan, choice.task === 'median' ? run.tasks.map((_, i) => i) : [task]),
  }
}

function facts(run: RunDetail, plan: number, tasks: readonly number[]): Omit<Score, 'value' | 'error'> {
  let nDocs = 0
  let nDocsTotal = 0
  let nCached = 0
  for (const t of tasks) {
    const m = measurementOf(run, plan, t)
    nDocs += m?.nDocs ?? 0
    nCached += m?.nCached ?? 0
    nDocsTotal += run.tasks[t]?.nDocs ?? 0
  }
  return {
    nDocs,
    nDocsTotal,
    isStored: nDocs > 0 && nCached >= nDocs,
    isPartial: nDocs < nDocsTotal,
    ref: { run: run.entry.run, plan, task: tasks[0] ?? 0 },
  }
}

/** The plan that is the unmodified model. */
export const fullIndex = (run: RunDetail): number =>
  run.plans.findIndex(
    (p) => p.schedule === `0..${run.model.nLayers - 1}` || (run.model.nLayers <= 2 && p.plan === 'full'),
  )

/** What guessing scores, in the units of the choice; null where that has no meaning. */
export function floorOf(run: RunDetail, choice: ScoreChoice, floors: Readonly<Record<string, number>>): number | null {
  if (choice.score === 'normalised') return 0
  if (choice.metric !== 'acc' && choice.metric !== 'acc_norm') return null
  const task = run.tasks.find((t) => t.task === choice.task)
  return task ? (floors[task.task] ?? task.floor) : null
}

/** Documents a task, where a run was limited: what its badge says. Sorted, without repeats; empty where all were taken. */
export function limitsOf(runs: readonly RunDetail[]): readonly number[] {
  const limited = runs.flatMap((r) => r.tasks.filter((t) => t.nDocs < t.nDocsTotal).map((t) => t.nDocs))
  return [...new Set(limited)].sort((a, b) => a - b)
}
