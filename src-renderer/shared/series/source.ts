import { isFull } from '@contract/plan/full'
import type { VariantName } from '@contract/plan/syntax'
import type { VariantParams } from '@contract/plan/variants'
import type { MeasurementRow } from '@contract/measurement'
import type { MetricName } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { readVariant, type Choices } from '@/shared/plan/plan-text'

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

/** The parameters that are one number each: those of a plan that stands for itself, not for a grid. */
const single = (choices: Choices): VariantParams =>
  Object.fromEntries(Object.entries(choices).flatMap(([name, c]) => (c.kind === 'one' ? [[name, c.value]] : [])))

const readings = new WeakMap<RunDetail['plans'], readonly PlanReading[]>()
/** The plans of a run with their variants read. */
export function plansOf(run: RunDetail): readonly PlanReading[] {
  const held = readings.get(run.plans)
  if (held) return held
  const read = run.plans.map(({ plan, schedule, affectedLayers }, index): PlanReading => {
    const variant = readVariant(plan)
    return {
      index,
      plan,
      schedule,
      affectedLayers,
      variant: variant ? { name: variant.name, params: single(variant.choices) } : null,
    }
  })
  readings.set(run.plans, read)
  return read
}

const tables = new WeakMap<RunDetail['measurements'], Map<number, MeasurementRow>>()
/** More tasks than a run ever has: plan and task in one key. */
const MOST_TASKS = 4096
export function measurementOf(run: RunDetail, plan: number, task: number): MeasurementRow | undefined {
  let table = tables.get(run.measurements)
  if (!table) {
    table = new Map(run.measurements.map((m) => [m.plan * MOST_TASKS + m.task, m]))
    tables.set(run.measurements, table)
  }
  return table.get(plan * MOST_TASKS + task)
}

export const taskIndex = (run: RunDetail, task: string): number => run.tasks.findIndex((t) => t.task === task)

/** Tasks of any of the runs, in the order that they first come in. */
export const tasksOf = (runs: readonly RunDetail[]): readonly string[] => [
  ...new Set(runs.flatMap((r) => r.tasks.map((t) => t.task))),
]

/** Which dash a task has. */
export const taskPlace = (runs: readonly RunDetail[], task: string): number =>
  runs.flatMap((r) => r.tasks).find((t) => t.task === task)?.place ?? 0

/** The plan that is the unmodified model; -1 where the run has none. */
export const fullIndex = (run: RunDetail): number => run.plans.findIndex((p) => isFull(p.schedule, run.model.nLayers))

/** Documents a task, where a run was limited: what its badge says. Sorted, without repeats; empty where all were taken. */
export function limitsOf(runs: readonly RunDetail[]): readonly number[] {
  const limited = runs.flatMap((r) => r.tasks.filter((t) => t.nDocs < t.nDocsTotal).map((t) => t.nDocs))
  return [...new Set(limited)].sort((a, b) => a - b)
}

/** Metrics of a task, or of any task, without repeats. */
export const metricsOf = (runs: readonly RunDetail[], task: string | null): readonly MetricName[] => [
  ...new Set(runs.flatMap((r) => r.tasks.filter((t) => task === null || t.task === task).flatMap((t) => t.metrics))),
]
