import { PRIMARY_METRIC, primaryMetric, type MetricName } from '@contract/metrics'
import type { VariantName } from '@contract/plan/syntax'
import type { RunDetail } from '@contract/run'
import { allVariants } from '@/shared/series/all-variants'
import { guidesOf, mostLayers } from '@/shared/series/frame'
import type { Line, LineFigure, LineLook } from '@/shared/series/line'
import { metricsOf, type Source } from '@/shared/series/source'
import { SWEPT, variantLine } from '@/shared/series/variant-line'

/** Curves of several runs, over one another or side by side. The first run is what the others are compared with. */

const N_DASHES = 6
const MOST_TINT = 3

export interface CurvePanel {
  readonly key: string
  readonly title: string
  readonly figure: LineFigure
}

/** What a person chose; '' and null where nothing is chosen yet. */
export interface CurveChoice {
  readonly score: 'normalised' | 'raw'
  readonly task: string
  readonly metric: MetricName | null
}

/** A task that the runs have. */
export const rawTask = (tasks: readonly string[], chosen: string): string =>
  tasks.includes(chosen) ? chosen : (tasks[0] ?? '')

export const rawMetric = (metrics: readonly MetricName[], chosen: MetricName | null): MetricName =>
  chosen !== null && metrics.includes(chosen) ? chosen : (primaryMetric(metrics) ?? PRIMARY_METRIC)

/** By the number of affected layers where all models are equally deep, else by their share. */
export function curveLook(runs: readonly RunDetail[], tasks: readonly string[], chosen: CurveChoice): LineLook {
  const task = rawTask(tasks, chosen.task)
  const isSameDepth = new Set(runs.map((r) => r.model.nLayers)).size === 1
  return {
    choice:
      chosen.score === 'normalised'
        ? { score: 'normalised', task: chosen.task || 'median', metric: PRIMARY_METRIC }
        : { score: 'raw', task, metric: rawMetric(metricsOf(runs, task), chosen.metric) },
    x: isSameDepth ? 'layers' : 'share',
    band: 'sd',
    loops: 'best',
    floors: {},
  }
}

/** Swept variants that any of the runs has measured. */
export const presentVariants = (sources: readonly Source[], look: LineLook): readonly VariantName[] =>
  SWEPT.filter((v) => sources.some((s) => variantLine([s], v, look) !== null))

const xMaxOf = (sources: readonly Source[], look: LineLook): number => (look.x === 'share' ? 100 : mostLayers(sources))

/** One variant, a line a run. */
export function overlaid(sources: readonly Source[], variant: VariantName, look: LineLook): LineFigure {
  const lines = sources.flatMap((source, i): Line[] => {
    const { entry, model } = source.run
    const line = variantLine([source], variant, look)
    if (!line) return []
    return [
      {
        ...line,
        key: entry.run,
        name: { kind: 'model', text: entry.name, note: { kind: 'layers', n: model.nLayers } },
        dash: i % N_DASHES,
        tint: Math.min(MOST_TINT, i),
        hasBand: line.hasBand && i === 0,
      },
    ]
  })
  return {
    lines,
    ...guidesOf(sources, look),
    xMax: xMaxOf(sources, look),
    xPlanned: [],
    nLayers: mostLayers(sources.slice(0, 1)),
  }
}

/** All variants, a panel a run, with one x axis. */
export const beside = (sources: readonly Source[], look: LineLook): readonly CurvePanel[] =>
  sources.map((source) => ({
    key: source.run.entry.run,
    title: source.run.entry.name,
    figure: { ...allVariants([source], look), xMax: xMaxOf(sources, look) },
  }))
