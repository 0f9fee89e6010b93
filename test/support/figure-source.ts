import type { BestOf, CommonScores, PointScore, PointScores } from '../../src-preload/contract/common-scores'
import { higherIsBetter, type MetricName } from '../../src-preload/contract/metrics'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { RunDetail } from '../../src-preload/contract/run'
import { drawn } from '../../src-renderer/shared/series/drawn'
import type { LineFigure, LineLook } from '../../src-renderer/shared/series/line'
import { distinctPoints, scored, type Scored, type ScoredBy } from '../../src-renderer/shared/series/scored'
import { tasksOf } from '../../src-renderer/shared/series/source'
import { subjectsOf, type Subject } from '../../src-renderer/shared/series/subject'
import type { FigureWanted, PlanAt, PointWanted } from '../../src-renderer/shared/series/wanted'

/** Layers of a made run's model, unless told otherwise. */
export const N_LAYERS = 12
const N_DOCS = 40

export interface MadeRun {
  readonly nLayers?: number
  readonly fingerprint?: string
  readonly name?: string
  readonly tasks?: readonly string[]
  readonly place?: number
  /** Documents a task that a plan was measured on. */
  readonly documents?: (plan: number) => number
}

/** A run of the given plans; `acc(plan index, task index)` are its values. NaN: not measured. */
export function madeRun(
  plans: readonly string[],
  acc: (plan: number, task: number) => number,
  { nLayers = N_LAYERS, fingerprint = 'f', name = 'm', tasks = ['a', 'b'], place = 0, documents }: MadeRun = {},
): RunDetail {
  const resolved = resolveAllOrThrow([...plans], nLayers)
  return {
    entry: { run: `r-${fingerprint}`, name: `run of ${name}`, status: 'done' },
    place,
    device: 'cpu',
    precision: 'fp32',
    addBos: false,
    tokenizer: 't',
    experiment: { plans },
    model: { name, fingerprint, family: 'llama', nLayers, path: '' },
    plans: resolved.map(({ plan, schedule, affectedLayers, layerApplications }) => ({
      plan,
      schedule,
      affectedLayers,
      layerApplications,
    })),
    tasks: tasks.map((task, i) => ({
      task,
      kind: 'multiple-choice',
      metrics: ['acc', 'perplexity'],
      floor: 0.25,
      nDocs: N_DOCS,
      nDocsTotal: i === 0 ? N_DOCS : 100,
      docSet: i,
      place: i,
    })),
    measurements: resolved.flatMap((_, plan) =>
      tasks.flatMap((__, task) =>
        Number.isNaN(acc(plan, task))
          ? []
          : {
              plan,
              task,
              nDocs: documents?.(plan) ?? N_DOCS,
              nCached: plan === 0 ? N_DOCS : 0,
              metrics: {
                acc: { value: acc(plan, task), stderr: 0.05 },
                perplexity: { value: 10 ** (4 * (1 - acc(plan, task))), stderr: 0.5 },
              },
            },
      ),
    ),
  } as unknown as RunDetail
}

const byOf = ({ choice }: LineLook, bestOf: BestOf): ScoredBy => ({
  score: choice.score,
  metric: choice.metric,
  floors: {},
  bestOf,
})

const valueOf = ({ run, plan }: PlanAt, task: string, metric: MetricName): number =>
  run.measurements.find((m) => m.plan === plan.index && run.tasks[m.task]?.task === task)?.metrics[metric]?.value ?? NaN

const documentsOf = ({ run, plan }: PlanAt, task: string): number =>
  run.measurements.find((m) => m.plan === plan.index && run.tasks[m.task]?.task === task)?.nDocs ?? 0

/** NaN where it is not measured. */
const fullOf = ({ members: [{ run }] }: PointWanted, task: string): number => {
  const plan = run.plans.findIndex((p) => p.schedule === `0..${run.model.nLayers - 1}`)
  return (
    run.measurements.find((m) => m.plan === plan && run.tasks[m.task]?.task === task)?.metrics.acc?.value ?? Number.NaN
  )
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/**
 * As the host would answer if a normalised score were the accuracy itself, and a median a mean. A best of halves is shown on
 * half of the documents, on which the full model is better by .1 than on all.
 */
export function madeScored(
  runs: readonly RunDetail[],
  points: readonly PointWanted[],
  look: LineLook,
  bestOf: BestOf = 'same',
): Scored {
  const by = byOf(look, bestOf)
  const names = tasksOf(runs)
  const metric = by.score === 'raw' ? by.metric : 'acc'
  const over = (point: PointWanted, tasks: readonly string[]): PointScore | null => {
    const members = point.members.flatMap((m, index) => {
      const value = meanOf(tasks.map((t) => valueOf(m, t, metric)))
      return Number.isNaN(value) ? [] : [{ index, value }]
    })
    if (members.length === 0) return null
    const sign = higherIsBetter(metric) ? 1 : -1
    const top = members.reduce((a, b) => (sign * b.value > sign * a.value ? b : a))
    const isBest = point.how === 'best' && members.length > 1
    const isOnHalf = isBest && bestOf === 'halves'
    const nDocs = tasks.map((t) => Math.min(...members.map(({ index }) => documentsOf(point.members[index]!, t))))
    const counts = isOnHalf ? nDocs.map((n) => Math.floor(n / 2)) : nDocs
    return {
      value: isBest ? top.value : meanOf(members.map((m) => m.value)),
      stderr: 0.05,
      nDocs: counts,
      documents: counts.join(' '),
      full: by.score === 'raw' && tasks.length === 1 ? fullOf(point, tasks[0]!) + (isOnHalf ? 0.1 : 0) : null,
      members: isBest ? [top] : members,
      best: isBest ? top.index : null,
    }
  }
  const answer: CommonScores = {
    tasks: names.map((task, i) => ({
      task,
      metric,
      floor: 0.25,
      why: runs.every((r) => r.tasks.some((t) => t.task === task)) ? null : 'not-common',
      nDocs: N_DOCS,
      nDocsTotal: i === 0 ? N_DOCS : 100,
      full: runs.map((run) => {
        const plan = run.plans.findIndex((p) => p.schedule === `0..${run.model.nLayers - 1}`)
        const found = run.measurements.find((m) => m.plan === plan && run.tasks[m.task]?.task === task)
        return { value: found?.metrics[metric]?.value ?? null, stderr: 0.05, nDocs: N_DOCS }
      }),
    })),
    points: points.map((p): PointScores => ({
      byTask: names.map((t) => over(p, [t])),
      median: by.score === 'normalised' ? over(p, names) : null,
    })),
  }
  return scored(runs, by, points, answer)
}

/** A figure of runs as it is drawn. */
export function madeFigure(
  runs: readonly RunDetail[],
  wanted: (subjects: readonly [Subject, ...Subject[]]) => FigureWanted,
  look: LineLook,
): LineFigure {
  const [first, ...others] = subjectsOf(runs)
  if (!first) throw new Error('a figure is made of a run at least')
  const figure = wanted([first, ...others])
  const points = distinctPoints(figure.lines.flatMap((l) => l.points))
  return drawn(figure, madeScored(runs, points, look), look)
}

export const NORMALISED: LineLook = {
  choice: { score: 'normalised', task: 'median', metric: 'acc' },
  x: 'layers',
  band: 'sd',
  loops: 'best',
}

export const RAW: LineLook = { ...NORMALISED, choice: { score: 'raw', task: 'a', metric: 'acc' } }
