import { decides, higherIsBetter, type MetricName } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import type { ShownMetric } from '@contract/format/shown-metric'
import { fullIndex, measurementOf, taskIndex, type PlanRef, type Source } from './source'

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

export const shownMetric = (choice: ScoreChoice): ShownMetric =>
  choice.score === 'normalised' ? 'normalised' : choice.metric

/** Normalised scores are the higher the better, whatever they were made from. */
export const isHigherBetter = (choice: ScoreChoice): boolean =>
  choice.score === 'normalised' || higherIsBetter(choice.metric)

/** The score of a plan under a choice; null where it was not measured or is not defined. */
export function scoreOf(source: Source, plan: number, choice: ScoreChoice): Score | null {
  return choice.score === 'raw' ? rawScore(source.run, plan, choice) : normalisedScore(source, plan, choice)
}

function rawScore(run: RunDetail, plan: number, { task: name, metric }: ScoreChoice): Score | null {
  const task = taskIndex(run, name)
  const m = task < 0 ? undefined : measurementOf(run, plan, task)
  const found = m?.metrics[metric]
  if (!m || m.nDocs === 0 || !found || found.value === null) return null
  return { value: found.value, error: found.stderr, ...facts(run, plan, [task]) }
}

function normalisedScore({ run, normalised }: Source, plan: number, { task: name }: ScoreChoice): Score | null {
  const row = normalised?.plans[plan]
  if (!row) return null
  const isMedian = name === 'median'
  const task = taskIndex(run, name)
  const estimate = isMedian ? row.median : (row.byTask[task] ?? null)
  if (!estimate || !Number.isFinite(estimate.value)) return null
  const of = isMedian ? run.tasks.map((_, i) => i) : [task]
  return { value: estimate.value, error: estimate.stderr, ...facts(run, plan, of) }
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

/** What the unmodified model scores; 1 where scores are normalised by it. */
export function fullScore(source: Source, choice: ScoreChoice): number | null {
  if (choice.score === 'normalised') return 1
  const index = fullIndex(source.run)
  return index < 0 ? null : (scoreOf(source, index, choice)?.value ?? null)
}

/** What guessing scores, in the units of the choice; null where that has no meaning. */
export function floorOf(run: RunDetail, choice: ScoreChoice, floors: Readonly<Record<string, number>>): number | null {
  if (choice.score === 'normalised') return 0
  if (!decides(choice.metric)) return null
  const task = run.tasks.find((t) => t.task === choice.task)
  return task ? (floors[task.task] ?? task.floor) : null
}
