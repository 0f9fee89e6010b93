import type { RunListEntry } from '@contract/run'
import { resolvedPlans } from '@/shared/plan/resolved-plans'

const schedules = new Map<string, string>()
/** More are not kept. */
const MOST_KEPT = 5_000

/** One schedule that stands for the run: the middle one of its second entry (the first is usually full). */
export function stripOf(run: Pick<RunListEntry, 'plans' | 'nLayers'>): {
  readonly plan: string
  readonly schedule: string
} {
  const plan = run.plans[1] ?? run.plans[0] ?? 'full'
  const key = `${run.nLayers} ${plan}`
  let schedule = schedules.get(key)
  if (schedule === undefined) {
    const resolved = resolvedPlans(plan, run.nLayers)
    schedule = (resolved.ok ? resolved.plans[Math.floor(resolved.plans.length / 2)]?.schedule : undefined) ?? '0'
    if (schedules.size >= MOST_KEPT) schedules.clear()
    schedules.set(key, schedule)
  }
  return { plan, schedule }
}
