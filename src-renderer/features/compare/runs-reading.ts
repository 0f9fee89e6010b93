import type { RunsTable } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import { planText, type RunsWords } from './runs-data'
import { documentsOf, isApart, whyNot, type ComparedRow, type ComparedRun } from './runs-table'

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
    const n = documentsOf(row, run)
    const isOther = isApart(row, run, baseline) || whyNot(table, run.run, row.task) !== null
    const beside = run === baseline ? '' : delta !== null ? ` (${words.delta(delta, row)})` : isOther ? ' ≠' : ''
    return `${words.value(value, row)}${beside}${n === null ? '' : `, n ${n}`}`
  }
  return {
    caption: words.caption,
    head: [words.plan, words.task, words.metric, ...order.map(words.run)],
    align: ['left', 'left', 'left', ...order.map(() => 'right' as const)],
    rows: rows.map((row) => [
      planText(row, order),
      row.task,
      `${row.metric}\u00a0${row.higherIsBetter ? '↑' : '↓'}`,
      ...order.map((run) => cell(row, run)),
    ]),
  }
}
