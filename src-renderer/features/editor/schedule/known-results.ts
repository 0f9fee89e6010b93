import type { RunDetail } from '@contract/run'
import { isFull } from '@contract/plan/full'
import { PRIMARY_METRIC } from '@contract/metrics'

export interface KnownScore {
  readonly value: number | null
  readonly stderr: number | null
  readonly nDocs: number
}

/** What runs measured for a schedule on one task, beside the full model. */
export interface KnownResult {
  readonly task: string
  readonly full: KnownScore | null
  readonly own: KnownScore | null
}

/** By task; of several runs the first that measured the schedule counts. */
export function knownResults(
  runs: readonly Pick<RunDetail, 'plans' | 'tasks' | 'measurements'>[],
  schedule: string,
  nLayers: number,
): readonly KnownResult[] {
  const found = new Map<string, KnownResult>()
  for (const run of runs) {
    for (const [index, { task }] of run.tasks.entries()) {
      const scoreWhere = (matches: (schedule: string) => boolean): KnownScore | null => {
        const plan = run.plans.findIndex((p) => matches(p.schedule))
        const measured = run.measurements.find((m) => m.plan === plan && m.task === index)
        const metric = measured?.metrics[PRIMARY_METRIC]
        return metric && measured.nDocs > 0
          ? { value: metric.value, stderr: metric.stderr, nDocs: measured.nDocs }
          : null
      }
      const full = scoreWhere((s) => isFull(s, nLayers))
      const own = scoreWhere((s) => s === schedule)
      if (!full && !own) continue
      const held = found.get(task)
      if (!held || (own && held.own === null)) found.set(task, { task, full: full ?? held?.full ?? null, own })
    }
  }
  return [...found.values()]
}
