import type { FigureContent, TableContent } from '@contract/report'
import { sentences } from '@/shared/format/sentences'
import { composeSvg, type Composed, type Sheet } from '@/shared/charts/compose-svg'
import type { ReadTable } from '@/shared/series/read-table'
import type { Table } from '@/shared/series/table'
import { PAGE_WIDTHS } from './page'

/** Copies of what a screen shows, as blocks of a report. */

interface Origin {
  /** Where it is shown. */
  readonly address: string
  /** ISO 8601. */
  readonly takenAt: string
}

/**
 * @param name of the figure's file, from which its key is made
 * @param table the shown data; its column `run` tells the runs
 */
export function figureContent(name: string, sheet: Sheet, table: Table, origin: Origin): FigureContent {
  return {
    kind: 'figure',
    key: keyOf(name),
    title: sheet.title,
    caption: sentences(sheet.caption),
    width: 'page',
    drawings: { page: drawing(sheet, PAGE_WIDTHS.page), column: drawing(sheet, PAGE_WIDTHS.column) },
    data: dataOf(table),
    origin: { ...origin, runs: runsIn(table) },
  }
}

/** On white; its badge is left out, for the caption below says the same. */
const drawing = (sheet: Sheet, width: number): Composed =>
  composeSvg(
    { ...sheet, badge: '' },
    { width, ground: 'white', theme: 'light', title: false, caption: false, letters: true, labels: true },
  )

export const tableContent = (
  { name, caption, head, align, rows, data, runs }: ReadTable,
  origin: Origin,
): TableContent => ({
  kind: 'table',
  key: keyOf(name),
  caption,
  head: [...head],
  align: [...align],
  rows: rows.map((r) => [...r]),
  data: dataOf(data),
  origin: { ...origin, runs: [...runs] },
})

const dataOf = ({ columns, rows }: Table): FigureContent['data'] => ({
  columns: [...columns],
  rows: rows.map((r) => [...r]),
})

function runsIn({ columns, rows }: Table): string[] {
  const at = columns.indexOf('run')
  return [...new Set(rows.flatMap((r) => (typeof r[at] === 'string' ? [r[at]] : [])))]
}

/** The first word of a file's name: `fig11`. */
const keyOf = (name: string): string => (name.split('_')[0] ?? '').replaceAll(/[^\w-]+/g, '-').slice(0, 40) || 'item'

/** A key that no other block has. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key
  let n = 2
  while (taken.has(`${key}-${n}`)) n++
  return `${key}-${n}`
}
