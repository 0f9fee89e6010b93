import type { RunsTable } from '@contract/comparison'
import { booktabs, latexNumber, latexRule, latexText } from '@/shared/series/booktabs'
import { ERROR_COLUMNS, errorCells, SUBJECT_COLUMNS, subjectCells } from '@/shared/series/score-cells'
import type { Table } from '@/shared/series/table'
import {
  affectedOf,
  documentsOf,
  hasOtherDocuments,
  isApart,
  whyNot,
  type ComparedRow,
  type ComparedRun,
} from './runs-table'

/** The shown rows of compared runs as data, and as a table to print. Pure. */

const COLUMNS = [
  ...[...SUBJECT_COLUMNS, 'task', 'metric', 'higher_is_better', 'floor', 'plan', 'M'],
  ...['value', ...ERROR_COLUMNS, 'documents', 'documents_wanted', 'difference', 'not_comparable'],
  ...['baseline', 'run', 'run_name', 'run_status'],
]

/** A row a plan, task, metric and run; of what a run has not measured, none. */
export function runsData(
  table: RunsTable | null,
  rows: readonly ComparedRow[],
  order: readonly ComparedRun[],
  baseline: string,
): Table {
  return {
    columns: COLUMNS,
    rows: rows.flatMap((r) =>
      order.flatMap((own) => {
        const { i, run } = own
        const value = r.values[i] ?? null
        if (value === null) return []
        const isBaseline = run === baseline
        return [
          [
            ...subjectCells({ ...own, model: { ...own, name: own.model } }),
            ...[r.task, r.metric, r.higherIsBetter ? 1 : 0, r.floor, r.plan, r.affectedLayers[i] ?? null],
            ...[value, ...errorCells(r.stderrs[i] ?? null)],
            ...[r.nDocs[i] ?? null, r.nWanted[i] ?? null, isBaseline ? null : (r.deltas[i] ?? null)],
            whyNot(table, run, r.task) ?? (isApart(r, own, order[0]) ? 'documents' : null),
            ...[isBaseline ? 1 : 0, run, own.name, own.status],
          ],
        ]
      }),
    ),
  }
}

export interface RunsWords {
  readonly caption: string
  readonly plan: string
  readonly task: string
  readonly metric: string
  /** A run, with its model where they differ. */
  readonly run: (run: ComparedRun) => string
  readonly value: (value: number, row: ComparedRow) => string
  readonly error: (stderr: number, row: ComparedRow) => string
  /** With its sign. */
  readonly delta: (value: number, row: ComparedRow) => string
}

/** What a value stands on, where the runs of a row differ in it: `n 16/32`, `M 25`. */
export function standsOn(row: ComparedRow, run: ComparedRun, order: readonly ComparedRun[]): readonly string[] {
  const documents = hasOtherDocuments(row, order) ? documentsOf(row, run) : null
  const affected = affectedOf(row, run, order)
  return [
    ...(documents === null ? [] : [`n ${documents.n}${documents.n < documents.wanted ? `/${documents.wanted}` : ''}`]),
    ...(affected === null ? [] : [`M ${affected}`]),
  ]
}

const small = (text: string): string => `{\\footnotesize ${text}}`

/** A column a run, the baseline first: its value with its error, and how far it is from the baseline. */
export function runsLatex(rows: readonly ComparedRow[], order: readonly ComparedRun[], words: RunsWords): string {
  const cell = (row: ComparedRow, run: ComparedRun): string => {
    const { i } = run
    const [value, stderr, delta] = [row.values[i] ?? null, row.stderrs[i] ?? null, row.deltas[i] ?? null]
    if (value === null) return '--'
    return [
      latexNumber(words.value(value, row)),
      ...(stderr === null ? [] : [small(`$\\pm$ ${latexNumber(words.error(stderr, row))}`)]),
      ...(delta === null || i === order[0]?.i ? [] : [small(`(${latexNumber(words.delta(delta, row))})`)]),
      ...(isApart(row, run, order[0]) ? ['$\\neq$'] : []),
      ...standsOn(row, run, order).map((text) => small(text.replace(/^(\w)/, '$$$1$$'))),
    ].join(' ')
  }
  return booktabs(`lll${'r'.repeat(order.length)}`, words.caption, [
    '\\toprule',
    latexRule([words.plan, words.task, words.metric, ...order.map(words.run)].map(latexText)),
    '\\midrule',
    ...rows.map((r) => latexRule([...[r.plan, r.task, r.metric].map(latexText), ...order.map((run) => cell(r, run))])),
    '\\bottomrule',
  ])
}
