import type { LineFigure } from '@/shared/series/line'

/** Ends and steps of axes. */

export interface YRange {
  readonly min: number
  readonly max: number
  readonly interval: number
}

const UNIT: YRange = { min: 0, max: 1, interval: 0.2 }

/** A round step that gives about `parts` labels. */
export const xStep = (xMax: number, parts: number): number =>
  [1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50].find((s) => xMax / s <= parts) ?? Math.ceil(xMax / parts)

/** A y axis that holds a figure's points, bands and guides, in round steps; from 0 up where nothing is below. */
export function yRange(
  figure: LineFigure,
  look: { readonly hidden?: ReadonlySet<string>; readonly normalised?: boolean },
): YRange {
  const lines = figure.lines.filter((l) => look.hidden?.has(l.key) !== true)
  const values = [
    ...lines.flatMap((l) => l.points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y])),
    ...[figure.full, figure.floor].flatMap((v) => v ?? []),
  ].filter(Number.isFinite)
  if (values.length === 0) return UNIT
  const [low, high] = [Math.min(0, ...values), Math.max(look.normalised === true ? 1 : 0, ...values)]
  const rough = (high - low) / 5 || UNIT.interval
  const nice = 10 ** Math.floor(Math.log10(rough))
  const interval = [1, 2, 5, 10].map((k) => k * nice).find((u) => u >= rough * 0.8) ?? rough
  const up = (v: number): number => Math.ceil(v / interval - 1e-9) * interval
  return { min: low < 0 ? -up(-low) : 0, max: up(high), interval }
}

/** One axis for several panels. */
export function sharedRange(figures: readonly LineFigure[], normalised: boolean): YRange {
  const [first] = figures
  if (!first) return UNIT
  const full = figures.map((f) => f.full).find((v) => v !== null) ?? null
  const floor = figures.map((f) => f.floor).find((v) => v !== null) ?? null
  return yRange({ ...first, full, floor, lines: figures.flatMap((f) => f.lines) }, { normalised })
}
