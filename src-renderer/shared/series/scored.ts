import type { BestOf, CommonScores, CommonScoresQuery, CommonTask, PointScore } from '@contract/common-scores'
import type { MetricName } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { subjectsOf, type Subject } from './subject'
import type { PointWanted } from './wanted'

/** How scores were asked for. */
export interface ScoredBy {
  readonly score: 'normalised' | 'raw'
  /** Taken of each task that has it; else the task's primary one. */
  readonly metric: MetricName
  readonly floors: Readonly<Record<string, number>>
  readonly bestOf: BestOf
}

/** Runs with the scores of points of them, all on the same tasks and documents: what a figure is drawn from. */
export interface Scored {
  readonly by: ScoredBy
  readonly runs: readonly RunDetail[]
  readonly subjects: readonly Subject[]
  readonly tasks: readonly CommonTask[]
  /** null where it was not asked for, or is not measured. */
  readonly of: (point: PointWanted, task: string) => PointScore | null
}

export const MEDIAN = 'median'

const keyOf = ({ how, members }: Pick<PointWanted, 'how' | 'members'>): string =>
  `${how} ${members.map(({ run, plan }) => `${run.entry.run}:${plan.index}`).join(' ')}`

/** Points without repeats: figures share them. */
export const distinctPoints = (points: readonly PointWanted[]): readonly PointWanted[] => [
  ...new Map(points.map((p) => [keyOf(p), p])).values(),
]

export const queryOf = (
  runs: readonly RunDetail[],
  { floors, ...by }: ScoredBy,
  points: readonly PointWanted[],
): CommonScoresQuery => ({
  runs: runs.map((r) => r.entry.run),
  ...by,
  floors: { ...floors },
  points: points.map(({ how, members }) => ({
    how,
    members: members.map(({ run, plan }) => ({ run: run.entry.run, plan: plan.index })),
  })),
})

/** @param points those that were asked for, in the order of the answer */
export function scored(
  runs: readonly RunDetail[],
  by: ScoredBy,
  points: readonly PointWanted[],
  answer: CommonScores,
): Scored {
  const table = new Map(points.map((p, i) => [keyOf(p), answer.points[i]]))
  const places = new Map(answer.tasks.map((t, i) => [t.task, i]))
  return {
    by,
    runs,
    subjects: subjectsOf(runs),
    tasks: answer.tasks,
    of: (point, task) => {
      const found = table.get(keyOf(point))
      return (task === MEDIAN ? found?.median : found?.byTask[places.get(task) ?? -1]) ?? null
    },
  }
}

/** Tasks that scores are drawn of. */
export const tasksIn = ({ tasks }: Scored): readonly CommonTask[] => tasks.filter((t) => t.why === null)

/** What the full model of a subject scores on a task. */
export function fullOf({ runs, tasks }: Scored, subject: Subject, task: string): CommonTask['full'][number] {
  const row = tasks.find((t) => t.task === task)
  const each = runs.flatMap((run, i) => (subject.runs.includes(run) ? [row?.full[i] ?? null] : []))
  const [first = null, ...others] = each.filter((f) => f !== null)
  return others.reduce((most, f) => (f.nDocs > (most?.nDocs ?? 0) ? f : most), first)
}
