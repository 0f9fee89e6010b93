import type { VariantName } from '@contract/plan/syntax'
import type { Point, XAxis } from './line'
import { scoreOf, type Score, type ScoreChoice } from './score'
import { plansOf, type PlanReading, type Source } from './source'

export interface Measured {
  readonly source: Source
  readonly plan: PlanReading
  readonly score: Score
}

/** Every measured plan of a variant, over the runs; of equal plans the one on the most documents. */
export function measured(sources: readonly Source[], variant: VariantName, choice: ScoreChoice): Measured[] {
  const found = new Map<string, Measured>()
  for (const source of sources) {
    for (const plan of plansOf(source.run)) {
      if (plan.variant?.name !== variant) continue
      const score = scoreOf(source, plan.index, choice)
      if (!score) continue
      const key = `${source.run.model.fingerprint} ${plan.plan}`
      const held = found.get(key)
      if (!held || held.score.nDocs < score.nDocs) found.set(key, { source, plan, score })
    }
  }
  return [...found.values()]
}

/** Where a plan stands by the layers that it affects: their number, or their share in percent. */
export const xOf = (source: Source, affected: number, x: XAxis): number =>
  x === 'layers' ? affected : (100 * affected) / source.run.model.nLayers

export function pointAt(x: number, { plan, score }: Measured): Point {
  const { s, n, layer } = plan.variant?.params ?? {}
  return {
    x,
    y: score.value,
    error: score.error,
    low: null,
    high: null,
    n: 1,
    nDocs: score.nDocs,
    isStored: score.isStored,
    isPartial: score.isPartial,
    plan: plan.plan,
    params: {
      ...(s === undefined ? {} : { s }),
      ...(n === undefined ? {} : { n }),
      ...(layer === undefined ? {} : { layer }),
    },
    ref: score.ref,
  }
}
