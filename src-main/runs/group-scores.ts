import type { Measurement } from '../../src-preload/contract/measurement'
import type { MetricName } from '../../src-preload/contract/metrics'

/** The tasks of a group, and the scores that it gives of them together. */
interface Group {
  readonly group: string
  readonly tasks: readonly string[]
  readonly scores: readonly {
    readonly metric: GroupMetric
    /** Which of each task's metrics, where it is not one of all. */
    readonly of?: ReadonlyMap<string, MetricName | undefined>
    readonly bySize: boolean
  }[]
}

/** `average`: of different metrics, one a task. */
type GroupMetric = MetricName | 'average'

/** One score of all tasks of a group together. */
export interface GroupMeasurement {
  readonly group: string
  readonly plan: string
  readonly schedule: string
  readonly metric: GroupMetric
  readonly value: number
  /** null where a task has none. */
  readonly stderr: number | null
  readonly nDocs: number
}

/**
 * Scores of groups as lm-evaluation-harness 0.4.13 aggregates them (lm_eval/api/metrics.py, aggregate_subtask_metrics,
 * pooled_sample_stderr, unweighted_mean_stderr), a plan after the other. A plan has none where a task of the group is not
 * measured.
 */
export function groupScores(groups: readonly Group[], measurements: readonly Measurement[]): GroupMeasurement[] {
  const byPlan = Map.groupBy(measurements, (m) => `${m.plan}\n${m.schedule}`)
  return groups.flatMap(({ group, tasks, scores }) =>
    [...byPlan.values()].flatMap((own) =>
      scores.flatMap(({ metric, of, bySize }): GroupMeasurement[] => {
        const parts = tasks.flatMap((task) => partOf(own, task, of?.get(task) ?? metric) ?? [])
        const [first] = own
        if (!first || parts.length < tasks.length) return []
        const nDocs = parts.reduce((n, p) => n + p.size, 0)
        const sizes = parts.map((p) => (bySize ? p.size : 1))
        const total = sizes.reduce((a, b) => a + b, 0)
        const value = parts.reduce((sum, p, i) => sum + p.value * (sizes[i] ?? 0), 0) / total
        const stderr = bySize ? pooledError(parts, nDocs) : meanError(parts)
        return [{ group, plan: first.plan, schedule: first.schedule, metric, value, stderr, nDocs }]
      }),
    ),
  )
}

interface Part {
  readonly value: number
  readonly stderr: number | null
  readonly size: number
}

function partOf(measurements: readonly Measurement[], task: string, metric: GroupMetric): Part | null {
  const found = measurements.find((m) => m.task === task)
  const score = metric === 'average' ? undefined : found?.metrics[metric]
  return found && score && score.value !== null ? { value: score.value, stderr: score.stderr, size: found.nDocs } : null
}

function pooledError(parts: readonly Part[], nDocs: number): number | null {
  let sum = 0
  for (const { stderr, size } of parts) {
    if (stderr === null) return null
    sum += (size - 1) * stderr ** 2 * size
  }
  return nDocs > parts.length ? Math.sqrt(sum / (nDocs - parts.length) / nDocs) : null
}

function meanError(parts: readonly Part[]): number | null {
  let sum = 0
  for (const { stderr } of parts) {
    if (stderr === null) return null
    sum += stderr ** 2
  }
  return Math.sqrt(sum) / parts.length
}
