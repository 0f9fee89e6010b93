import type { Side } from '@contract/comparison'
import type { RunDetail } from '@contract/run'
import { fullIndex } from '@/shared/series/source'

/** The two plans of a comparison, as they stand in its address: `run:plan`. */

export const sideText = ({ run, plan }: Side): string => `${run}:${plan}`

export const runOfSide = (runs: readonly RunDetail[], { run }: Side): RunDetail | undefined =>
  runs.find((d) => d.entry.run === run)

export const planOfSide = (runs: readonly RunDetail[], side: Side): string =>
  runOfSide(runs, side)?.plans[side.plan]?.plan ?? ''

/** The models of sides by name, each once. Two files of one name are two models. */
export function modelsOf(runs: readonly RunDetail[], sides: readonly Side[]): readonly string[] {
  const found = new Map(
    sides.map((side) => {
      const model = runOfSide(runs, side)?.model
      return [model?.fingerprint ?? '', model?.name ?? '']
    }),
  )
  return [...found.values()]
}

/** The side that a text names; null where the runs have no such plan. */
export function readSide(text: string, runs: readonly RunDetail[]): Side | null {
  const [run, plan] = text.split(':')
  const found = runs.find((d) => d.entry.run === run)
  return found && plan !== undefined && found.plans[Number(plan)] ? { run: found.entry.run, plan: Number(plan) } : null
}

/** Where nothing is chosen: the full model of the baseline. */
export const firstSide = (base: RunDetail): Side => ({ run: base.entry.run, plan: Math.max(0, fullIndex(base)) })

/** A plan by its text in another run; its first one where it has no such plan. */
export const samePlan = (run: RunDetail, plan: string | undefined): Side => ({
  run: run.entry.run,
  plan: Math.max(
    0,
    run.plans.findIndex((p) => p.plan === plan),
  ),
})

/** Where nothing is chosen: the same plan in another run, or another plan of the same run. */
export function secondSide(base: RunDetail, a: Side, runs: readonly RunDetail[]): Side {
  const other = runs.find((d) => d.entry.run !== a.run)
  if (other) return samePlan(other, base.plans[a.plan]?.plan)
  return base.plans.length > 1 ? { run: base.entry.run, plan: a.plan === 0 ? 1 : 0 } : a
}
