import type { MetricName } from '@contract/metrics'
import type { ScoreChoice } from '@/shared/series/score'
import { MEDIAN, tasksIn, type Scored } from '@/shared/series/scored'

/** What is drawn of the chosen runs, where a person's remembered choice may not be among what they have. */

export const shownTask = (tasks: readonly string[], chosen: string, score: ScoreChoice['score']): string => {
  if (tasks.includes(chosen)) return chosen
  return score === 'normalised' ? MEDIAN : (tasks[0] ?? '')
}

/** The metric that the numbers are of. */
export function metricShown(scored: Scored | null, task: string, chosen: MetricName): MetricName {
  const rows = scored ? tasksIn(scored).filter((t) => task === MEDIAN || t.task === task) : []
  return rows.find((t) => t.metric === chosen)?.metric ?? rows[0]?.metric ?? chosen
}

/** Measurements of the runs that have a document, and those of them that came from the store. */
export function countMeasured({ runs }: Scored): { readonly all: number; readonly stored: number } {
  const measured = runs.flatMap((r) => r.measurements.filter((m) => m.nDocs > 0))
  return { all: measured.length, stored: measured.filter((m) => m.nCached >= m.nDocs).length }
}

/** Documents a task of those that are drawn, where they are fewer than there are: what the badge says. Sorted, without repeats. */
export function documentCounts(scored: Scored, drawn: readonly string[]): readonly number[] {
  const own = tasksIn(scored).filter((t) => drawn.includes(MEDIAN) || drawn.includes(t.task))
  const limited = own.filter((t) => t.nDocs < t.nDocsTotal)
  return [...new Set(limited.map((t) => t.nDocs))].sort((a, b) => a - b)
}
