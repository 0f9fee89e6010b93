import { byNumber } from './line'
import { isHigherBetter, scoreOf, type Score, type ScoreChoice } from './score'
import { plansOf, type PlanReading, type Source } from './source'
import type { Table } from './table'

/** Parallel layers M by iterations n. */
export interface LoopCell {
  readonly m: number
  readonly n: number
  readonly s: number
  readonly plan: string
  readonly schedule: string
  readonly score: Score
  /** No other n does better for this M. */
  readonly isBest: boolean
}

export interface LoopFigure {
  readonly ms: readonly number[]
  readonly ns: readonly number[]
  readonly cells: readonly LoopCell[]
}

/** `parallel(s)` counts as n = 1. Of equal plans the one on the most documents; ties for the best are all marked. */
export function loopFigure(sources: readonly Source[], choice: ScoreChoice): LoopFigure {
  const cells = measuredCells(sources, choice)
  const higher = isHigherBetter(choice)
  const best = new Map<number, number>()
  for (const { m, score } of cells) {
    const held = best.get(m)
    if (held === undefined || (higher ? score.value > held : score.value < held)) best.set(m, score.value)
  }
  return {
    ms: byNumber(cells.map((c) => c.m)),
    ns: byNumber(cells.map((c) => c.n)),
    cells: cells.map((c) => ({ ...c, isBest: best.get(c.m) === c.score.value })),
  }
}

function measuredCells(sources: readonly Source[], choice: ScoreChoice): LoopCell[] {
  const found = new Map<string, LoopCell>()
  for (const source of sources) {
    for (const reading of plansOf(source.run)) {
      const at = placeOf(reading)
      const score = at && scoreOf(source, reading.index, choice)
      if (!score) continue
      const key = `${at.m} ${at.n}`
      const held = found.get(key)
      if (held && held.score.nDocs >= score.nDocs) continue
      found.set(key, { ...at, plan: reading.plan, schedule: reading.schedule, score, isBest: false })
    }
  }
  return [...found.values()]
}

function placeOf({ variant, affectedLayers }: PlanReading): Pick<LoopCell, 'm' | 'n' | 's'> | null {
  if (variant === null || affectedLayers === null) return null
  const { s = 0, n = 1 } = variant.params
  if (variant.name === 'parallel') return { m: affectedLayers, n: 1, s }
  return variant.name === 'looped-parallel' ? { m: affectedLayers, n, s } : null
}

export const loopTable = (figure: LoopFigure): Table => ({
  columns: ['M', 'n', 'value', 'error', 'best', 'documents', 'plan', 'run'],
  rows: figure.cells.map(({ m, n, score, isBest, plan }) => [
    m,
    n,
    score.value,
    score.error,
    isBest ? 1 : 0,
    score.nDocs,
    plan,
    score.ref.run,
  ]),
})
