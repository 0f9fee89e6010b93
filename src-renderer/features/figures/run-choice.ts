import type { VariantName } from '@contract/plan/syntax'
import type { RunListEntry } from '@contract/run'
import { readVariant } from '@/shared/plan/plan-text'
import { hasScores } from '@/shared/series/has-scores'
import type { HeatmapDefinition, LinesDefinition } from './definitions/definition'

export type ScoresDefinition = LinesDefinition | HeatmapDefinition

/** How many of some variants a run's plans have. */
function coverage(variants: readonly VariantName[], plans: readonly string[]): number {
  const names = new Set(plans.map((p) => readVariant(p)?.name))
  return variants.filter((v) => names.has(v)).length
}

/** Runs that have scores of anything of a figure. */
export const usableRuns = (figure: ScoresDefinition, runs: readonly RunListEntry[]): readonly RunListEntry[] =>
  runs.filter((r) => hasScores(r) && coverage(figure.variants, r.plans) > 0)

/**
 * What is drawn where nothing is chosen: the newest run with the most of the figure's variants, or the newest run of each
 * model. Which model is at hand in the Designer does not matter: saved numbers are not its.
 *
 * @param usable the newest first
 */
export function runsOf(figure: ScoresDefinition, usable: readonly RunListEntry[]): readonly string[] {
  const isStarted = (r: RunListEntry): boolean => r.status !== 'queued'
  if (figure.runs === 'each model') {
    const newest = new Map(
      usable
        .filter(isStarted)
        // one that is done before one that is not
        .toSorted((a, b) => Number(b.status === 'done') - Number(a.status === 'done'))
        .toReversed()
        .map((r) => [r.fingerprint, r.run]),
    )
    return [...newest.values()]
  }
  const pool = usable.filter(isStarted)
  const covered = pool.map((r) => coverage(figure.variants, r.plans))
  const best = pool[covered.indexOf(Math.max(...covered))]
  return best ? [best.run] : []
}
