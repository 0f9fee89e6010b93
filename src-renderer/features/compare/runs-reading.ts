import type { RunsTable } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import { standsOn, type RunsWords } from './runs-data'
import { isApart, whyNot, type ComparedRow, type ComparedRun } from './runs-table'

/** Runs against a baseline as a report shows them: what is shown of them, in its order. Pure. */
export function runsReading(
  table: RunsTable | null,
  rows: readonly ComparedRow[],
  order: readonly ComparedRun[],
  words: RunsWords,
): Pick<ReadTable, 'caption' | 'head' | 'align' | 'rows'> {
  const [baseline] = order
  const cell = (row: ComparedRow, run: ComparedRun): string => {
    const [value, delta] = [row.values[run.i] ?? null, row.deltas[run.i] ?? null]
    if (value === null) return '–'
    const isOther = isApart(row, run, baseline) || whyNot(table, run.run, row.task) !== null
    const beside = run === baseline ? '' : delta !== null ? ` (${words.delta(delta, row)})` : isOther ? ' ≠' : ''
    const stderr = row.stderrs[run.i] ?? null
    const error = stderr === null ? '' : ` ± ${words.error(stderr, row)}`
    return [`${words.value(value, row)}${error}${beside}`, ...standsOn(row, run, order)].join(', ')
  }
  return {
    caption: words.caption,
    head: [words.plan, words.task, words.metric, ...order.map(words.run)],
    align: ['left', 'left', 'left', ...order.map(() => 'right' as const)],
    rows: rows.map((row) => [
      row.plan,
      row.task,
      `${row.metric}\u00a0${row.higherIsBetter ? '↑' : '↓'}`,
      ...order.map((run) => cell(row, run)),
    ]),
  }
}
