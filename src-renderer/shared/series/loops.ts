import { byNumber, type LineLook, type Point } from './line'
import { drawnPoint } from './drawn'
import { isHigherBetter } from './score'
import {
  ERROR_COLUMNS,
  errorCells,
  RUN_COLUMNS,
  runCells,
  SCORE_COLUMNS,
  scoreCells,
  SUBJECT_COLUMNS,
  subjectCells,
} from './score-cells'
import type { Scored } from './scored'
import type { Subject } from './subject'
import type { Table } from './table'
import { plansAt, type PlanAt, type PointWanted } from './wanted'

/** Parallel layers M by iterations n, of one subject. */
export interface LoopCell {
  readonly m: number
  readonly n: number
  readonly s: number
  readonly plan: string
  readonly schedule: string
  readonly point: Point
  /** `best`: no smaller n does as well for this M, and no other better; `tie`: as well as the best one; `only`: nothing else of its M was asked for. */
  readonly rank: 'best' | 'tie' | 'only' | null
}

export interface LoopFigure {
  readonly ms: readonly number[]
  readonly ns: readonly number[]
  readonly cells: readonly LoopCell[]
  /** Whether some M has no best n, because not all of its cells are measured on the same documents. */
  readonly hasUnranked: boolean
}

export interface LoopPlace {
  readonly m: number
  readonly n: number
  readonly s: number
  readonly at: PlanAt
  readonly point: PointWanted
}

/** The cells that a subject was asked for. `parallel(s)` counts as n = 1. */
export function loopPlaces(subject: Subject): readonly LoopPlace[] {
  const found = new Map<string, LoopPlace>()
  for (const at of [...plansAt(subject, 'looped-parallel'), ...plansAt(subject, 'parallel')]) {
    const { affectedLayers: m, variant } = at.plan
    const { s = 0, n = 1 } = variant?.params ?? {}
    if (m === null || found.has(`${m} ${n}`)) continue
    found.set(`${m} ${n}`, { m, n, s, at, point: { x: m, how: 'one', members: [at] } })
  }
  return [...found.values()]
}

/**
 * Those of them that are measured, the best n of each M marked: of equal ones the smallest. Where one of an M is not measured
 * on all documents, none of its cells is the best; where an M has one n only, nothing was chosen.
 */
export function loopFigure(places: readonly LoopPlace[], scores: Scored, look: LineLook): LoopFigure {
  const sign = isHigherBetter(look.choice) ? 1 : -1
  const all = places.map((place) => ({ place, point: drawnPoint(place.point, look.choice.task, scores, look) }))
  const cells = all.flatMap(({ place, point }) => (point ? [{ place, point }] : []))
  const open = new Set(all.flatMap(({ place, point }) => (point && !point.isPartial ? [] : [place.m])))
  const best = new Map<number, { readonly value: number; readonly n: number }>()
  for (const { place, point } of cells) {
    const value = sign * point.y
    const held = best.get(place.m)
    if (open.has(place.m)) continue
    if (!held || value > held.value || (value === held.value && place.n < held.n))
      best.set(place.m, { value, n: place.n })
  }
  return {
    ms: byNumber(cells.map((c) => c.place.m)),
    ns: byNumber(cells.map((c) => c.place.n)),
    cells: cells.map(({ place: { m, n, s, at }, point }): LoopCell => {
      const top = best.get(m)
      const isTop = top !== undefined && sign * point.y === top.value
      const isOnly = !all.some(({ place }) => place.m === m && place.n !== n)
      const rank = !isTop ? null : isOnly ? 'only' : n === top.n ? 'best' : 'tie'
      return { m, n, s, plan: at.plan.plan, schedule: at.plan.schedule, point, rank }
    }),
    hasUnranked: cells.some((c) => open.has(c.place.m)),
  }
}

export const loopTable = (figure: LoopFigure, subject: Subject, scores: Scored, look: LineLook): Table => ({
  columns: [
    ...[...SUBJECT_COLUMNS, ...SCORE_COLUMNS],
    ...['M', 'n', 's', 'value', ...ERROR_COLUMNS, 'best', 'documents', 'plan', ...RUN_COLUMNS],
  ],
  rows: figure.cells.map(({ m, n, s, point, rank, plan }) => [
    ...[...subjectCells(subject), ...scoreCells(look.choice.task, scores, look)],
    ...[m, n, s, point.y, ...errorCells(point.error)],
    ...[rank, point.nDocs, plan, ...runCells(subject, point.runs)],
  ]),
})
