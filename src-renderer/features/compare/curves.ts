import { PRIMARY_METRIC, type MetricName } from '@contract/metrics'
import type { VariantName } from '@contract/plan/syntax'
import type { RunDetail } from '@contract/run'
import { allVariants } from '@/shared/series/all-variants'
import { byModel } from '@/shared/series/by-model'
import type { LineLook } from '@/shared/series/line'
import { MEDIAN, tasksIn, type Scored, type ScoredBy } from '@/shared/series/scored'
import { letterOf, subjectsOf, type Subject } from '@/shared/series/subject'
import { SWEPT, variantLine } from '@/shared/series/variant-line'
import type { FigureWanted } from '@/shared/series/wanted'

/** Curves of several runs, over one another or side by side. The first run is what the others are compared with. */

export interface CurvePanel {
  readonly key: string
  /** null: the lines are of several runs. */
  readonly subject: Subject | null
  readonly title: string
  readonly wanted: FigureWanted
}

/**
 * Each run for itself, though two of them may be of one model: a line is a run here, named by it, and by its model where these
 * differ. The first of a model has the
 * model's letter and dash, the next ones `a2`, `a3` … and dashes that are free.
 */
export function runSubjects(runs: readonly RunDetail[]): readonly Subject[] {
  const taken = new Set(runs.map((r) => r.place))
  const free = (from: number): number => (taken.has(from) ? free(from + 1) : from)
  const areOfOne = new Set(runs.map((r) => r.model.fingerprint)).size === 1
  return runs.flatMap((run, i) => {
    const nth = runs.slice(0, i).filter((r) => r.place === run.place).length
    const place = nth === 0 ? run.place : free(run.place)
    taken.add(place)
    const letter = `${letterOf(run.place)}${nth === 0 ? '' : nth + 1}`
    const name = areOfOne ? run.entry.name : `${run.entry.name} · ${run.model.name}`
    return subjectsOf([run]).map((s) => ({ ...s, key: run.entry.run, name, letter, place }))
  })
}

/** What a person chose; '' and null where nothing is chosen yet. */
export interface CurveChoice {
  readonly score: 'normalised' | 'raw'
  readonly task: string
  readonly metric: MetricName | null
}

export const scoredBy = ({ score, metric }: CurveChoice): ScoredBy => ({
  score,
  metric: metric ?? PRIMARY_METRIC,
  floors: {},
  bestOf: 'halves',
})

/** By the number of affected layers where all models are equally deep, else by their share. */
export const curveAxis = (runs: readonly RunDetail[]): Pick<LineLook, 'x' | 'loops'> => ({
  x: new Set(runs.map((r) => r.model.nLayers)).size === 1 ? 'layers' : 'share',
  loops: 'best',
})

/** As far as the runs have what was chosen: a task that all of them were run on. */
export function curveLook(scored: Scored, chosen: CurveChoice): LineLook {
  const tasks = tasksIn(scored)
  const { score } = scored.by
  const named = tasks.find((t) => t.task === chosen.task)
  const shown = named ?? (score === 'raw' ? tasks[0] : undefined)
  const task = shown?.task ?? (score === 'raw' ? '' : MEDIAN)
  const metric = shown?.metric ?? tasks[0]?.metric ?? PRIMARY_METRIC
  return { ...curveAxis(scored.runs), choice: { score, task, metric }, band: 'sd' }
}

/** Swept variants that any of the runs has been asked for. */
export const presentVariants = (subjects: readonly Subject[]): readonly VariantName[] =>
  SWEPT.filter((v) => subjects.some((s) => variantLine(s, v, { x: 'layers', loops: 'best' }) !== null))

/** One variant, a line a run. */
export const overlaid = (
  subjects: readonly Subject[],
  variant: VariantName,
  title: string,
  axis: Pick<LineLook, 'x' | 'loops'>,
): CurvePanel => {
  const wanted = byModel(subjects, variant, axis)
  // one band: more of them hide one another
  const lines = wanted.lines.map((line, i) => ({ ...line, hasBand: line.hasBand && i === 0 }))
  return { key: 'overlaid', subject: null, title, wanted: { ...wanted, lines } }
}

/** All variants, a panel a run, with one x axis. */
export function beside(subjects: readonly Subject[], axis: Pick<LineLook, 'x' | 'loops'>): readonly CurvePanel[] {
  const panels = subjects.map((subject): CurvePanel => ({
    key: subject.key,
    subject,
    title: subject.name,
    wanted: allVariants(subject, axis),
  }))
  const xMax = Math.max(1, ...panels.map((p) => p.wanted.xMax))
  return panels.map((p) => ({ ...p, wanted: { ...p.wanted, xMax } }))
}
