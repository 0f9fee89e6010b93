import type { VariantName } from '@contract/plan/syntax'
import { markOf, type MarkName } from '@/theme/tokens'
import {
  floorOf,
  fullIndex,
  plansOf,
  scoreOf,
  type PlanReading,
  type PlanRef,
  type Score,
  type ScoreChoice,
  type Source,
} from './source'

/** Figures with lines (2, 4 to 9, 11, 12, 17): pure functions from saved runs to points. */

export interface Point {
  readonly x: number
  readonly y: number
  /** Standard error of one plan; standard deviation over seeds. */
  readonly error: number | null
  readonly low: number | null
  readonly high: number | null
  /** Plans that the point is the mean of: seeds. */
  readonly n: number
  readonly nDocs: number
  readonly isStored: boolean
  readonly isPartial: boolean
  readonly plan: string
  readonly params: { readonly s?: number; readonly n?: number; readonly layer?: number }
  readonly ref: PlanRef
}

export interface Line {
  readonly key: string
  /** What the legend calls it: a variant's key, a task, a model. */
  readonly name: {
    readonly kind: 'variant' | 'task' | 'model' | 'median'
    readonly text: string
    readonly note?: string
  }
  readonly mark: MarkName
  readonly weight: 'main' | 'thin'
  readonly dash: number
  readonly tint: number
  readonly points: readonly Point[]
  readonly hasBand: boolean
  readonly nPlans: number
  readonly nSeeds: number
}

export interface Guides {
  readonly full: number | null
  readonly floor: number | null
}

export interface LineFigure extends Guides {
  readonly lines: readonly Line[]
  readonly xMax: number
  /** Points that are planned: ticks while the data comes in. */
  readonly xPlanned: readonly number[]
  readonly nLayers: number
}

export type BandKind = 'sd' | 'range' | 'ci95'
export type XAxis = 'layers' | 'share'
export interface LineLook {
  readonly choice: ScoreChoice
  readonly x: XAxis
  readonly band: BandKind
  /** Iterations of looped parallel: the best for each M, or a fixed number. */
  readonly loops: 'best' | number
  readonly floors: Readonly<Record<string, number>>
}

/** Variants of figure 11, in the order of the list. */
export const SWEPT: readonly VariantName[] = [
  'skip',
  'repeat-middle',
  'reverse',
  'random',
  'parallel',
  'looped-parallel',
]

const xOf = (source: Source, affected: number, x: XAxis): number =>
  x === 'layers' ? affected : (100 * affected) / source.run.model.nLayers

interface Measured {
  readonly source: Source
  readonly plan: PlanReading
  readonly score: Score
}

/** Every measured plan of a variant, over the runs; of equal plans the one on the most documents. */
function measured(sources: readonly Source[], variant: VariantName, choice: ScoreChoice): Measured[] {
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

function point(m: Measured, x: number): Point {
  const { s, n, layer } = m.plan.variant?.params ?? {}
  return {
    x,
    y: m.score.value,
    error: m.score.error,
    low: null,
    high: null,
    n: 1,
    nDocs: m.score.nDocs,
    isStored: m.score.isStored,
    isPartial: m.score.isPartial,
    plan: m.plan.plan,
    params: {
      ...(s === undefined ? {} : { s }),
      ...(n === undefined ? {} : { n }),
      ...(layer === undefined ? {} : { layer }),
    },
    ref: m.score.ref,
  }
}

/** Mean over seeds with its spread. Sample standard deviation; 95 %: mean +- 1.96 sd / sqrt(n). */
export function meanOfSeeds(group: readonly Point[], band: BandKind): Point {
  const [first] = group as [Point]
  const values = group.map((p) => p.y)
  const n = values.length
  const mean = values.reduce((a, b) => a + b, 0) / n
  const sd = n < 2 ? null : Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1))
  const half = sd === null ? null : band === 'ci95' ? (1.96 * sd) / Math.sqrt(n) : sd
  return {
    ...first,
    y: mean,
    error: sd,
    n,
    low: n < 2 ? null : band === 'range' ? Math.min(...values) : mean - (half as number),
    high: n < 2 ? null : band === 'range' ? Math.max(...values) : mean + (half as number),
    nDocs: Math.min(...group.map((p) => p.nDocs)),
    isStored: group.every((p) => p.isStored),
    isPartial: group.some((p) => p.isPartial),
  }
}

function byX(points: readonly Point[]): Point[][] {
  const groups = new Map<number, Point[]>()
  for (const p of points) groups.set(p.x, [...(groups.get(p.x) ?? []), p])
  return [...groups.values()].sort((a, b) => (a[0] as Point).x - (b[0] as Point).x)
}

/** The line of one variant by affected layers: seeds averaged, looped parallel at its best n or a fixed one. */
export function variantLine(
  sources: readonly Source[],
  variant: VariantName,
  look: LineLook,
  fixedN?: number,
): Line | null {
  const all = measured(sources, variant, look.choice).filter((m) => m.plan.affectedLayers !== null)
  if (all.length === 0) return null
  const wantedN = fixedN ?? (variant === 'looped-parallel' && look.loops !== 'best' ? look.loops : undefined)
  const points = all
    .filter((m) => wantedN === undefined || m.plan.variant?.params.n === wantedN)
    .map((m) => point(m, xOf(m.source, m.plan.affectedLayers as number, look.x)))
  const lowerIsBetter =
    look.choice.score === 'raw' && (look.choice.metric === 'perplexity' || look.choice.metric === 'bits_per_byte')
  const groups = byX(points)
  const best = (g: readonly Point[]): Point => g.reduce((a, b) => ((lowerIsBetter ? b.y < a.y : b.y > a.y) ? b : a))
  const nOf = new Set(points.map((p) => p.params.n))
  return {
    key: variant + (wantedN ?? ''),
    name: {
      kind: 'variant',
      text: variant,
      ...(variant === 'looped-parallel' && wantedN === undefined && nOf.size > 1
        ? { note: `best of ${nOf.size} n` }
        : variant === 'looped-parallel' || variant === 'loop-middle'
          ? { note: `n = ${[...nOf].join(', ')}` }
          : {}),
    },
    mark: markOf(variant),
    weight: 'main',
    dash: 0,
    tint: 0,
    points: groups.map((g) => (variant === 'random' ? meanOfSeeds(g, look.band) : best(g))),
    hasBand: variant === 'random' && groups.some((g) => g.length > 1),
    nPlans: points.length,
    nSeeds: variant === 'random' ? Math.max(...groups.map((g) => g.length)) : 0,
  }
}

function guides(sources: readonly Source[], look: LineLook): Guides {
  const [first] = sources
  if (!first) return { full: null, floor: null }
  const index = fullIndex(first.run)
  const full =
    look.choice.score === 'normalised' ? 1 : index < 0 ? null : (scoreOf(first, index, look.choice)?.value ?? null)
  return { full, floor: floorOf(first.run, look.choice, look.floors) }
}

const planned = (sources: readonly Source[], look: LineLook, variants: readonly VariantName[]): number[] =>
  [
    ...new Set(
      sources.flatMap((s) =>
        plansOf(s.run).flatMap((p) =>
          p.variant && variants.includes(p.variant.name) && p.affectedLayers !== null
            ? [xOf(s, p.affectedLayers, look.x)]
            : [],
        ),
      ),
    ),
  ].sort((a, b) => a - b)

const largestX = (sources: readonly Source[], look: LineLook): number =>
  look.x === 'share' ? 100 : Math.max(1, ...sources.map((s) => s.run.model.nLayers))
const layersOf = (sources: readonly Source[]): number => Math.max(1, ...sources.map((s) => s.run.model.nLayers))

/** Figure 11: all variants on one plot. */
export function allVariants(sources: readonly Source[], look: LineLook): LineFigure {
  const lines = SWEPT.flatMap((v) => variantLine(sources, v, look) ?? [])
  return {
    lines,
    ...guides(sources, look),
    xMax: largestX(sources, look),
    xPlanned: planned(sources, look, SWEPT),
    nLayers: layersOf(sources),
  }
}

/** Figures 4 to 9, and 17: one variant, one line a task and their median. */
export function byTask(sources: readonly Source[], variant: VariantName, look: LineLook, fixedN?: number): LineFigure {
  const tasks = [...new Set(sources.flatMap((s) => s.run.tasks.map((t) => t.task)))]
  const lines: Line[] = tasks.flatMap((task, i) => {
    const line = variantLine(sources, variant, { ...look, choice: { ...look.choice, task } }, fixedN)
    return line && line.points.length > 0
      ? [
          {
            ...line,
            key: `${line.key} ${task}`,
            name: { kind: 'task' as const, text: task },
            weight: 'thin' as const,
            dash: i % 6,
            tint: Math.min(3, Math.floor(i / 2)),
            hasBand: false,
          },
        ]
      : []
  })
  if (look.choice.score === 'normalised') {
    const median = variantLine(sources, variant, { ...look, choice: { ...look.choice, task: 'median' } }, fixedN)
    if (median && median.points.length > 0)
      lines.push({
        ...median,
        name: { kind: 'median', text: 'median', ...(median.name.note === undefined ? {} : { note: median.name.note }) },
      })
  }
  const choice =
    look.choice.score === 'normalised' ? look : { ...look, choice: { ...look.choice, task: tasks[0] ?? '' } }
  return {
    lines,
    ...(look.choice.score === 'normalised' || tasks.length === 1
      ? guides(sources, choice)
      : { full: null, floor: null }),
    xMax: largestX(sources, look),
    xPlanned: planned(sources, look, [variant]),
    nLayers: layersOf(sources),
  }
}

/** Figure 12: skip for several models, one line each. */
export function byModel(sources: readonly Source[], look: LineLook): LineFigure {
  const models = [...new Set(sources.map((s) => s.run.model.fingerprint))]
  const lines = models.flatMap((fingerprint, i) => {
    const own = sources.filter((s) => s.run.model.fingerprint === fingerprint)
    const line = variantLine(own, 'skip', look)
    const model = own[0]?.run.model
    return line && model && line.points.length > 0
      ? [
          {
            ...line,
            key: fingerprint,
            name: { kind: 'model' as const, text: model.name, note: String(model.nLayers) },
            dash: i % 6,
            tint: Math.min(3, i),
          },
        ]
      : []
  })
  return {
    lines,
    ...guides(sources, look),
    xMax: largestX(sources, look),
    xPlanned: planned(sources, look, ['skip']),
    nLayers: layersOf(sources),
  }
}

/** Figure 2: one layer skipped, and two neighbours switched, by layer. */
export function bySingleLayer(sources: readonly Source[], look: LineLook): LineFigure {
  const lines = (['skip-layer', 'switch'] as const).flatMap((variant) => {
    const points = measured(sources, variant, look.choice)
      .map((m) => point(m, m.plan.variant?.params.layer ?? 0))
      .sort((a, b) => a.x - b.x)
    const line: Line = {
      key: variant,
      name: { kind: 'variant', text: variant },
      mark: markOf(variant),
      weight: 'main',
      dash: 0,
      tint: 0,
      points,
      hasBand: false,
      nPlans: points.length,
      nSeeds: 0,
    }
    return points.length === 0 ? [] : [line]
  })
  const nLayers = layersOf(sources)
  const wanted = [
    ...new Set(
      sources.flatMap((s) =>
        plansOf(s.run).flatMap((p) => (p.variant?.params.layer === undefined ? [] : [p.variant.params.layer])),
      ),
    ),
  ].sort((a, b) => a - b)
  return { lines, ...guides(sources, look), xMax: nLayers - 1, xPlanned: wanted, nLayers }
}

/** The most affected layers with at least half of the full score, by straight lines between points; null where it never falls below half, or starts there. */
export function halfPoint(line: Line, full: number | null): number | null {
  if (full === null) return null
  const at = line.points.findIndex((p) => p.y < full / 2)
  const [before, after] = [line.points[at - 1], line.points[at]]
  if (!after || !before) return null
  return before.x + ((before.y - full / 2) / (before.y - after.y)) * (after.x - before.x)
}

/** Mean score over the affected layers that were measured (trapezoids). */
export function area(line: Line): number | null {
  const { points } = line
  if (points.length < 2) return null
  let sum = 0
  for (let i = 1; i < points.length; i++)
    sum +=
      (((points[i - 1] as Point).y + (points[i] as Point).y) / 2) *
      ((points[i] as Point).x - (points[i - 1] as Point).x)
  return sum / ((points.at(-1) as Point).x - (points[0] as Point).x)
}
