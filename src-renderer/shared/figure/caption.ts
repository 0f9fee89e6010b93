import type { RunStatus } from '@contract/run'
import { deviceText } from '@/shared/format/device-text'
import type { Text } from '@/shared/format/text'
import { documentsDrawn, type CountRange } from '@/shared/series/documents'
import { seedsOf } from '@/shared/series/legend-rows'
import type { Line, LineFigure, Point } from '@/shared/series/line'
import type { LoopFigure } from '@/shared/series/loops'
import { MEDIAN, tasksIn, type Scored } from '@/shared/series/scored'
import type { ScoreChoice } from '@/shared/series/score'
import { bestFoot } from './best-foot'

/** What a picture of a figure tells below it, so that it can be read without the app. */

const listed = (values: readonly string[], between = ', '): string => [...new Set(values)].join(between)

/** What the values of several tasks in one plot are called: by their metrics. */
export const metricsText = (scored: Scored, tasks: readonly string[]): string =>
  listed(tasksIn(scored).flatMap((t) => (tasks.includes(t.task) ? (t.metric ?? []) : [])))

/** What a value is called. */
export const scoreName = ({ score, task, metric }: ScoreChoice): Text | string =>
  score === 'normalised' ? { key: 'figures.normalisedScore' } : `${task} ${metric}`

/** Words of the page's language that a caption is made with. */
export interface CaptionWords {
  readonly layers: (n: number) => string
  readonly documents: (n: string) => string
  readonly date: string
  readonly band: string
  readonly status: (status: RunStatus) => string
  readonly value: (value: number) => string
  readonly range: (range: CountRange) => string
}

const modelsOf = ({ subjects }: Scored, words: CaptionWords): string =>
  subjects.map((s) => `${s.name} (${words.layers(s.model.nLayers)})`).join(', ')

const conditionsOf = ({ runs }: Scored): string =>
  listed(
    runs.map((r) => deviceText(r.device, r.precision)),
    '; ',
  )

/** Those that the points stand on: while a run goes on, or where it was cancelled, they are fewer than were asked for. */
function documentsOf(points: readonly Point[], words: CaptionWords): string {
  const { all, half } = documentsDrawn(points)
  return words.documents(words.range(all ?? half ?? [0, 0]))
}

/** What the numbers are of: score, tasks, documents, models, where they were computed. */
function subjectText(
  scored: Scored,
  { score, task, metric }: ScoreChoice,
  points: readonly Point[],
  words: CaptionWords,
  /** Those that lines of their own are of. */
  own: readonly string[] = [],
): Text {
  const common = tasksIn(scored)
  const drawn = own.length > 0 ? own : [task]
  const tasks = drawn.includes(MEDIAN) ? common.map((t) => t.task) : drawn
  const metrics = listed(common.flatMap((t) => (tasks.includes(t.task) ? (t.metric ?? []) : [])))
  return {
    key:
      score === 'normalised'
        ? task === MEDIAN
          ? 'figures.captionMedian'
          : 'figures.captionNormalised'
        : 'figures.captionRaw',
    values: {
      metric: metrics || metric,
      tasks: tasks.join(', '),
      models: modelsOf(scored, words),
      documents: documentsOf(points, words),
      device: conditionsOf(scored),
    },
  }
}

/** The runs, and before them those whose values may still move. */
function runsTexts({ runs }: Scored, { date, status }: CaptionWords): readonly Text[] {
  const open = runs.filter((r) => r.entry.status !== 'done')
  const named = open.map((r) => `${r.entry.run} (${status(r.entry.status)})`)
  return [
    ...(open.length > 0 ? [{ key: 'figures.captionUnfinished', values: { runs: named.join(', ') } }] : []),
    { key: 'figures.captionRuns', values: { runs: runs.map((r) => r.entry.run).join(', '), date } },
  ]
}

/** Whether error bars are shown, and whether the lines are drawn: a table has no band and no dotted line. */
interface Shown {
  readonly errors: boolean
  readonly as: 'picture' | 'table'
}

/** Tasks that lines are of, each once. */
export const tasksDrawn = (lines: readonly Pick<Line, 'task'>[], { task }: Pick<ScoreChoice, 'task'>): string[] => [
  ...new Set(lines.map((l) => l.task ?? task)),
]

/** @param figures with the lines that are shown */
export function lineCaption(
  scored: Scored,
  choice: ScoreChoice,
  figures: readonly LineFigure[],
  { errors, as }: Shown,
  words: CaptionWords,
): readonly Text[] {
  const lines = figures.flatMap((f) => f.lines)
  const points = lines.flatMap((l) => l.points)
  const means = lines.filter((l) => l.hasBand)
  const seeds = seedsOf(means)
  const isDrawn = as === 'picture'
  const hasErrors = errors && lines.some((l) => l.weight === 'main' && l.points.some((p) => p.error !== null))
  return [
    subjectText(scored, choice, points, words, tasksDrawn(lines, choice)),
    ...(seeds ? [{ key: 'figures.captionSeeds', values: { n: words.range(seeds) } }] : []),
    ...(isDrawn && means.length > 0 ? [{ key: 'figures.captionBand', values: { band: words.band } }] : []),
    ...bestFoot(figures, choice.score === 'normalised', words.range, isDrawn ? null : words.value),
    ...(hasErrors ? [{ key: isDrawn ? 'figures.barsFoot' : 'figures.errorsFoot' }] : []),
    ...runsTexts(scored, words),
  ]
}

export const loopCaption = (
  scored: Scored,
  choice: ScoreChoice,
  figures: readonly LoopFigure[],
  as: Shown['as'],
  words: CaptionWords,
): readonly Text[] => [
  subjectText(
    scored,
    choice,
    figures.flatMap((f) => f.cells.map((c) => c.point)),
    words,
  ),
  ...(figures.some((f) => f.cells.some((c) => c.rank === 'best'))
    ? [{ key: as === 'picture' ? 'figures.captionLoops' : 'figures.captionLoopsTable' }]
    : []),
  ...(figures.some((f) => f.hasUnranked) ? [{ key: 'figures.unranked' }] : []),
  ...runsTexts(scored, words),
]
