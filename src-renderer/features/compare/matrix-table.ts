import type { RunsTable } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import type { ComparedRow, ComparedRun } from './runs-table'

/** Runs against a baseline as a table that leaves the app: what is shown of it, in its order. Pure. */

export interface MatrixWords {
  readonly plan: string
  readonly task: string
  readonly metric: string
  readonly caption: string
  readonly value: (value: number, row: ComparedRow) => string
  readonly delta: (delta: number, row: ComparedRow) => string
}

const COLUMNS = [
  ...['plan', 'task', 'metric', 'higher_is_better', 'model', 'name', 'run', 'baseline', 'value', 'error', 'error_kind'],
  ...['difference', 'documents'],
]

/** @param order the baseline first */
export function matrixTable(
  rows: readonly ComparedRow[],
  order: readonly ComparedRun[],
  { notComparable }: RunsTable,
  words: MatrixWords,
): ReadTable {
  const [baseline] = order
  const isComparable = (row: ComparedRow, { run }: ComparedRun): boolean =>
    !notComparable.some((n) => n.run === run && n.task === row.task)
  const cell = (row: ComparedRow, run: ComparedRun): string => {
    const [value, delta] = [row.values[run.i] ?? null, row.deltas[run.i] ?? null]
    if (value === null) return '–'
    const text = words.value(value, row)
    if (run === baseline) return text
    if (delta !== null) return `${text} (${words.delta(delta, row)})`
    return isComparable(row, run) ? text : `${text} ≠`
  }
  return {
    name: 'compare_runs',
    caption: words.caption,
    head: [words.plan, words.task, words.metric, ...order.map((r) => r.name)],
    align: ['left', 'left', 'left', ...order.map(() => 'right' as const)],
    rows: rows.map((row) => [
      row.plan,
      row.task,
      `${row.metric}\u00a0${row.higherIsBetter ? '↑' : '↓'}`,
      ...order.map((run) => cell(row, run)),
    ]),
    data: {
      columns: COLUMNS,
      rows: rows.flatMap((row) =>
        order.flatMap((run) => {
          const value = row.values[run.i] ?? null
          if (value === null) return []
          const error = row.stderrs[run.i] ?? null
          return [
            [
              ...[row.plan, row.task, row.metric, Number(row.higherIsBetter), run.model, run.name, run.run],
              ...[baseline?.run ?? null, value, error, error === null ? null : 'standard error over documents'],
              ...[run === baseline ? null : (row.deltas[run.i] ?? null), row.nDocs[run.i] ?? null],
            ],
          ]
        }),
      ),
    },
    runs: order.map((r) => r.run),
  }
}
