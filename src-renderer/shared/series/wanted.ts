import type { PointHow } from '@contract/common-scores'
import type { VariantName } from '@contract/plan/syntax'
import type { RunDetail } from '@contract/run'
import type { MarkName } from '@/theme/tokens'
import type { LineName, PointParams } from './line'
import { plansOf, type PlanReading } from './source'
import type { Subject } from './subject'

/** What a figure is made of before anything is scored: which plans stand at which place, and what becomes of them there. */

export interface PlanAt {
  readonly run: RunDetail
  readonly plan: PlanReading
}

/** At least one plan of one subject. */
export interface PointWanted {
  readonly x: number
  readonly how: PointHow
  readonly members: readonly [PlanAt, ...PlanAt[]]
}

export interface LineWanted {
  readonly key: string
  readonly subject: Subject
  readonly name: LineName
  readonly mark: MarkName
  readonly weight: 'main' | 'thin'
  readonly dash: number
  readonly tint: number
  /** null: the one that is chosen. */
  readonly task: string | null
  readonly hasBand: boolean
  readonly points: readonly PointWanted[]
}

export interface FigureWanted {
  readonly lines: readonly LineWanted[]
  readonly xMin: number
  readonly xMax: number
  readonly nLayers: number
  /** Whether x is a layer, not a number of them. */
  readonly isByLayer: boolean
  /** Whose full model and which task's floor stand as guides; null where no one holds for all lines. */
  readonly guides: { readonly subject: Subject; readonly task: string | null } | null
}

/**
 * Plans of a variant that a subject has been asked for, in the order of its runs. Of equal plans in several runs the one that
 * is measured on the most documents.
 */
export function plansAt(subject: Subject, variant: VariantName): readonly PlanAt[] {
  const found = new Map<string, PlanAt & { readonly nDocs: number }>()
  for (const run of subject.runs) {
    for (const plan of plansOf(run)) {
      if (plan.variant?.name !== variant) continue
      const nDocs = documentsOf(run, plan.index)
      const held = found.get(plan.plan)
      if (!held || held.nDocs < nDocs) found.set(plan.plan, { run, plan, nDocs })
    }
  }
  return [...found.values()]
}

const counts = new WeakMap<RunDetail['measurements'], ReadonlyMap<number, number>>()
function documentsOf(run: RunDetail, plan: number): number {
  let held = counts.get(run.measurements)
  if (!held) {
    const made = new Map<number, number>()
    for (const m of run.measurements) made.set(m.plan, (made.get(m.plan) ?? 0) + m.nDocs)
    counts.set(run.measurements, (held = made))
  }
  return held.get(plan) ?? 0
}

/**
 * Plans by their place, from the left: one point a place. Where something is chosen at one place, all of the line are shown on
 * the half of the documents that it was not chosen on.
 */
export function pointsBy(
  plans: readonly PlanAt[],
  how: PointHow,
  placeOf: (plan: PlanAt) => number | null,
): readonly PointWanted[] {
  const groups = new Map<number, [PlanAt, ...PlanAt[]]>()
  for (const plan of plans) {
    const x = placeOf(plan)
    if (x === null) continue
    const held = groups.get(x)
    if (held) held.push(plan)
    else groups.set(x, [plan])
  }
  const isChosen = how === 'best' && [...groups.values()].some((members) => members.length > 1)
  return [...groups]
    .map(([x, members]): PointWanted => ({ x, how: isChosen || members.length > 1 ? how : 'one', members }))
    .sort((a, b) => a.x - b.x)
}

export const paramsOf = ({ plan }: PlanAt): PointParams => {
  const { s, n, layer } = plan.variant?.params ?? {}
  return {
    ...(s === undefined ? {} : { s }),
    ...(n === undefined ? {} : { n }),
    ...(layer === undefined ? {} : { layer }),
  }
}
