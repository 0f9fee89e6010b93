import type { RunsTable } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import type { RunsWords } from './runs-data'
import { whyNot, type ComparedRow, type ComparedRun } from './runs-table'

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
    const text = words.value(value, row)
    if (run === baseline) return text
    if (delta !== null) return `${text} (${words.delta(delta, row)})`
    return whyNot(table, run.run, row.task) === null ? text : `${text} ≠`
  }
  return {
    caption: words.caption,
    head: [words.plan, words.task, words.metric, ...order.map((r) => r.name)],
    align: ['left', 'left', 'left', ...order.map(() => 'right' as const)],
    rows: rows.map((row) => [
      row.plan,
      row.task,
      `${row.metric}\u00a0${row.higherIsBetter ? '↑' : '↓'}`,
      ...order.map((run) => cell(row, run)),
    ]),
  }
}
