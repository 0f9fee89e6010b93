import { plansOf, scoreOf, type Score, type ScoreChoice, type Source } from './source'

/** Figure 10: parallel layers M by iterations n. */
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
  const lowerIsBetter = choice.score === 'raw' && (choice.metric === 'perplexity' || choice.metric === 'bits_per_byte')
  const found = new Map<string, LoopCell>()
  for (const source of sources) {
    for (const plan of plansOf(source.run)) {
      const name = plan.variant?.name
      if ((name !== 'looped-parallel' && name !== 'parallel') || plan.affectedLayers === null) continue
      const n = name === 'parallel' ? 1 : (plan.variant?.params.n ?? 1)
      const score = scoreOf(source, plan.index, choice)
      if (!score) continue
      const key = `${plan.affectedLayers} ${n}`
      const held = found.get(key)
      if (!held || held.score.nDocs < score.nDocs)
        found.set(key, {
          m: plan.affectedLayers,
          n,
          s: plan.variant?.params.s ?? 0,
          plan: plan.plan,
          schedule: plan.schedule,
          score,
          isBest: false,
        })
    }
  }
  const cells = [...found.values()]
  const best = new Map<number, number>()
  for (const c of cells) {
    const held = best.get(c.m)
    if (held === undefined || (lowerIsBetter ? c.score.value < held : c.score.value > held))
      best.set(c.m, c.score.value)
  }
  const sorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b)
  return {
    ms: sorted(cells.map((c) => c.m)),
    ns: sorted(cells.map((c) => c.n)),
    cells: cells.map((c) => ({ ...c, isBest: best.get(c.m) === c.score.value })),
  }
}
