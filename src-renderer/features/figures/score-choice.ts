import { decides, PRIMARY_METRIC, primaryMetric, type DecidingMetric, type MetricName } from '@contract/metrics'
import type { ScoreChoice } from '@/shared/series/score'
import { metricsOf, type Source } from '@/shared/series/source'

/** What is drawn of the chosen runs, where a person's remembered choice may not be among what they have. */

export const shownTask = (tasks: readonly string[], chosen: string, score: ScoreChoice['score']): string => {
  if (tasks.includes(chosen)) return chosen
  return score === 'normalised' ? 'median' : (tasks[0] ?? '')
}

/** `null`: of any task. */
export const taskOrAny = (task: string): string | null => (task === 'median' ? null : task)

export function metricShown(sources: readonly Source[], task: string, chosen: string): MetricName {
  const offered = metricsOf(
    sources.map((s) => s.run),
    taskOrAny(task),
  )
  return offered.find((m) => m === chosen) ?? primaryMetric(offered) ?? PRIMARY_METRIC
}

/** Which accuracy is normalised, by task, where it is not the usual one. */
export function normalisedBy(tasks: readonly string[], chosen: MetricName): Readonly<Record<string, DecidingMetric>> {
  return decides(chosen) && chosen !== PRIMARY_METRIC ? Object.fromEntries(tasks.map((task) => [task, chosen])) : {}
}

export interface LeftOut {
  readonly why: 'floor' | 'no-full' | 'no-accuracy'
  readonly task: string
  readonly run: string
  readonly full: number | null
}

/** Tasks that the median does not take in. */
export const leftOutOf = ({ run, normalised }: Source): readonly LeftOut[] =>
  run.tasks.flatMap(({ task }, i) => {
    const why = normalised?.leftOut[i] ?? null
    return why === null ? [] : [{ why, task, run: run.entry.name, full: normalised?.full[i] ?? null }]
  })

/** Measurements of the sources that have a document, and those of them that came from the store. */
export function countMeasured(sources: readonly Source[]): { readonly all: number; readonly stored: number } {
  const measured = sources.flatMap((s) => s.run.measurements.filter((m) => m.nDocs > 0))
  return { all: measured.length, stored: measured.filter((m) => m.nCached >= m.nDocs).length }
}
