import { decides, type MetricName } from '@contract/metrics'
import type { RunDetail } from '@contract/run'
import { booktabs, latexNumber, latexRule, latexText } from '@/shared/series/booktabs'
import type { ReadTable } from '@/shared/series/read-table'
import { ERROR_COLUMNS, errorCells, SUBJECT_COLUMNS, subjectCells } from '@/shared/series/score-cells'
import { measurementOf } from '@/shared/series/source'
import type { Table } from '@/shared/series/table'

/** What a run has measured as data, and as a table to print. Pure. */

const COLUMNS = [
  ...['run', 'run_name', 'run_status', ...SUBJECT_COLUMNS, 'plan', 'schedule', 'M'],
  ...['task', 'metric', 'floor', 'value', ...ERROR_COLUMNS, 'documents', 'documents_wanted'],
]

/** A row a plan, task and metric; of what is not measured yet, none. */
export function runData(run: RunDetail): Table {
  const { entry } = run
  const about = [entry.run, entry.name, entry.status, ...subjectCells(run)]
  return {
    columns: COLUMNS,
    rows: run.plans.flatMap(({ plan, schedule, affectedLayers }, p) =>
      run.tasks.flatMap(({ task, metrics, nDocs, floor }, k) => {
        const found = measurementOf(run, p, k)
        return metrics.flatMap((metric) => {
          const score = found?.metrics[metric]
          return found && score && found.nDocs > 0
            ? [
                [
                  ...[...about, plan, schedule, affectedLayers, task, metric, decides(metric) ? floor : null],
                  ...[score.value, ...errorCells(score.stderr), found.nDocs, nDocs],
                ],
              ]
            : []
        })
      }),
    ),
  }
}

export interface RunWords {
  readonly caption: string
  readonly plan: string
  readonly metricOf: (task: string) => MetricName
  readonly value: (value: number, metric: MetricName) => string
  readonly error: (stderr: number, metric: MetricName) => string
}

/** Plans by tasks as a report shows them, each task by its first metric. */
export function runReading(run: RunDetail, words: RunWords): Pick<ReadTable, 'caption' | 'head' | 'align' | 'rows'> {
  const tasks = scoredTasks(run, words)
  return {
    caption: words.caption,
    head: [words.plan, 'M', ...tasks.map((x) => `${x.task}, ${x.metric}, n\u00a0=\u00a0${x.measured}`)],
    align: ['left', 'right', ...tasks.map(() => 'right' as const)],
    rows: run.plans.map(({ plan, affectedLayers }, p) => [
      plan,
      affectedLayers === null ? '–' : String(affectedLayers),
      ...tasks.map(({ k, metric }) => {
        const score = scoreOf(run, p, k, metric)
        if (!score) return '–'
        const value = words.value(score.value, metric)
        return score.stderr === null ? value : `${value} ± ${words.error(score.stderr, metric)}`
      }),
    ]),
  }
}

/** The tasks of a run by their places, each with the metric that it is shown by. */
const scoredTasks = (
  run: RunDetail,
  words: RunWords,
): readonly { readonly task: string; readonly measured: string; readonly k: number; readonly metric: MetricName }[] =>
  run.tasks.map(({ task, nDocs }, k) => ({
    task,
    measured: measuredOf(run, k, nDocs),
    k,
    metric: words.metricOf(task),
  }))

/** On how many documents a task's values stand: of a run that is not done on fewer than it takes. */
function measuredOf({ measurements }: RunDetail, task: number, wanted: number): string {
  const counts = measurements.filter((m) => m.task === task && m.nDocs > 0).map((m) => m.nDocs)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (counts.every((n) => n === wanted)) return String(wanted)
  return `${least === most ? most : `${least}–${most}`} of ${wanted}`
}

/** What is measured of a plan on a task; undefined where nothing is yet. */
function scoreOf(
  run: RunDetail,
  plan: number,
  task: number,
  metric: MetricName,
): { readonly value: number; readonly stderr: number | null } | undefined {
  const found = measurementOf(run, plan, task)
  const { value = null, stderr = null } = found?.metrics[metric] ?? {}
  return found && found.nDocs > 0 && value !== null ? { value, stderr } : undefined
}

/** Plans by tasks, each task by its first metric, errors small beside their values. */
export function runLatex(run: RunDetail, words: RunWords): string {
  const cell = (p: number, k: number, metric: MetricName): string => {
    const score = scoreOf(run, p, k, metric)
    if (!score) return '--'
    const own = latexNumber(words.value(score.value, metric))
    if (score.stderr === null) return own
    return `${own} {\\footnotesize $\\pm$ ${latexNumber(words.error(score.stderr, metric))}}`
  }
  const tasks = scoredTasks(run, words)
  return booktabs(`lr${'r'.repeat(tasks.length)}`, words.caption, [
    '\\toprule',
    latexRule([latexText(words.plan), '$M$', ...tasks.map((x) => latexText(x.task))]),
    latexRule([
      '',
      '',
      ...tasks.map((x) => `{\\footnotesize ${latexText(x.metric)}, $n =$ ${x.measured.replace('–', '--')}}`),
    ]),
    '\\midrule',
    ...run.plans.map(({ plan, affectedLayers }, p) =>
      latexRule([
        latexText(plan),
        affectedLayers === null ? '--' : String(affectedLayers),
        ...tasks.map((x) => cell(p, x.k, x.metric)),
      ]),
    ),
    '\\bottomrule',
  ])
}
