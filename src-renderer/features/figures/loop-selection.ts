import type { LoopCell, LoopFigure } from '@/shared/series/loops'

/** Which cell of a heatmap is told of. */
export type LoopPlace = Pick<LoopCell, 'm' | 'n'>

const cellAt = ({ cells }: LoopFigure, at: LoopPlace | null): LoopCell | undefined =>
  cells.find((c) => c.m === at?.m && c.n === at.n)

/** The chosen cell; the best one where none is chosen, or the chosen one is gone. */
export function selectedCell(figure: LoopFigure, chosen: LoopPlace | null, higherIsBetter: boolean): LoopCell | null {
  const sign = higherIsBetter ? -1 : 1
  const best = figure.cells
    .filter((c) => c.rank === 'best' || c.rank === 'only')
    .sort((a, b) => sign * (a.point.y - b.point.y))
  return cellAt(figure, chosen) ?? best[0] ?? figure.cells[0] ?? null
}

const STEPS: Readonly<Record<string, readonly [m: number, n: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Where an arrow leads from a cell: null for another key. At the edge, and where no cell is, it stays. */
export function cellBeside(figure: LoopFigure, { m, n }: LoopPlace, key: string): LoopPlace | null {
  const step = STEPS[key]
  if (!step) return null
  const to = { m: figure.ms[figure.ms.indexOf(m) + step[0]] ?? m, n: figure.ns[figure.ns.indexOf(n) + step[1]] ?? n }
  return cellAt(figure, to) ? to : { m, n }
}
