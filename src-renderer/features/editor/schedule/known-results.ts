import type { RunDetail } from '@contract/run'
import { isFull } from '@contract/plan/full'
import { PRIMARY_METRIC } from '@contract/metrics'

interface KnownScore {
  readonly value: number | null
  readonly stderr: number | null
  readonly nDocs: number
  /** Documents that the run takes: more than `nDocs` while it goes on, or where it was stopped. */
  readonly nDocsOfRun: number
}

/** What a run measured for a schedule on one task, beside the full model. */
export interface KnownResult {
  readonly task: string
  readonly full: KnownScore | null
  readonly own: KnownScore | null
}

/**
 * By task; of several runs the one counts that measured the schedule on the most documents, the first of equals. The full model is
 * that of the same run, so that both are of the same documents; of another only where that run has none.
 */
export function knownResults(
  runs: readonly Pick<RunDetail, 'plans' | 'tasks' | 'measurements'>[],
  schedule: string,
  nLayers: number,
): readonly KnownResult[] {
  const found = new Map<string, KnownResult>()
  for (const run of runs) {
    for (const [index, { task, nDocs: nDocsOfRun }] of run.tasks.entries()) {
      const scoreWhere = (matches: (schedule: string) => boolean): KnownScore | null => {
        const plan = run.plans.findIndex((p) => matches(p.schedule))
        const measured = run.measurements.find((m) => m.plan === plan && m.task === index)
        const metric = measured?.metrics[PRIMARY_METRIC]
        return metric && measured.nDocs > 0
          ? { value: metric.value, stderr: metric.stderr, nDocs: measured.nDocs, nDocsOfRun }
          : null
      }
      const full = scoreWhere((s) => isFull(s, nLayers))
      const own = scoreWhere((s) => s === schedule)
      if (!full && !own) continue
      const held = found.get(task)
      if (!held || isMore(own, held.own) || (own === null && held.own === null && isMore(full, held.full)))
        found.set(task, { task, full: full ?? held?.full ?? null, own })
      else if (held.full === null) found.set(task, { ...held, full })
    }
  }
  return [...found.values()]
}

const isMore = (a: KnownScore | null, b: KnownScore | null): boolean => (a?.nDocs ?? 0) > (b?.nDocs ?? 0)
