import type { MeasuredPlan } from '../experiments/search/strategy'
import type { RunResults } from './results'

/** The measurements of a run, plan by plan: what a strategy chooses by. */
export function measuredPlans(results: RunResults, run: string): MeasuredPlan[] {
  const byPlan = Map.groupBy(results.measurements(run, null), (m) => m.plan)
  return [...byPlan].flatMap(([plan, own]) => {
    const [first] = own
    if (!first) return []
    const tasks = own.map(({ task, nDocs, metrics }) => ({ task, nDocs, metrics }))
    return [{ plan, schedule: first.schedule, tasks }]
  })
}
