import { stringify } from 'csv-stringify/browser/esm/sync'
import { booktabs, latexRule, latexText } from './booktabs'

/** Exactly the shown data of a figure, as a table: for CSV, JSON and LaTeX. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export type Cell = string | number | null

/** RFC 4180, with tabs for what a spreadsheet takes from the clipboard; an empty cell for what is not defined. */
export const toCsv = ({ columns, rows }: Table, separator: ',' | '\t' = ','): string =>
  stringify([[...columns], ...rows.map((r) => [...r])], { delimiter: separator, record_delimiter: 'windows' })

export const toJson = ({ columns, rows }: Table): string =>
  JSON.stringify(
    rows.map((r) => Object.fromEntries(columns.map((c, i) => [c, r[i] ?? null]))),
    null,
    1,
  )

/** Numbers to four significant digits. */
function latexCell(cell: Cell): string {
  if (cell === null) return '--'
  return typeof cell === 'number' ? String(Number(cell.toPrecision(4))) : latexText(cell)
}

/** A booktabs table. */
export function toLatex({ columns, rows }: Table, caption: string): string {
  const isNumeric = (column: number): boolean => rows.every((r) => typeof r[column] !== 'string')
  const line = (cells: readonly Cell[]): string => latexRule(cells.map(latexCell))
  return booktabs(columns.map((_, i) => (isNumeric(i) ? 'r' : 'l')).join(''), caption, [
    '\\toprule',
    line(columns),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
  ])
}
