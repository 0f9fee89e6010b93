import { parse } from 'csv-parse/browser/esm/sync'
import { LabError } from '@contract/errors'

/** A curve of somebody else, drawn pale under a figure: the paper's own, say, read off its plot. */
export interface Reference {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

const COLUMNS = ['series', 'M', 'value'] as const

/**
 * Reads a CSV of (series, M, value), in any order of columns. Throws `host.usage` with the file, row and column that are wrong.
 */
export function readReferences(text: string, file: string): readonly Reference[] {
  const refuse = (what: string): never => {
    throw new LabError('host.usage', `${file}: ${what}; a reference has the columns series, M and value`, { file })
  }
  const rows = parse<Record<string, string>>(text, { columns: true, skip_empty_lines: true, trim: true, bom: true })
  const [first] = rows
  if (!first) return refuse('has no rows')
  for (const column of COLUMNS) if (!(column in first)) refuse(`has no column ${column}`)
  const found = new Map<string, (readonly [number, number])[]>()
  rows.forEach((row, i) => {
    const number = (column: 'M' | 'value'): number => {
      const value = Number(row[column])
      return row[column] !== '' && Number.isFinite(value)
        ? value
        : refuse(`row ${i + 2} has no number in the column ${column} (${JSON.stringify(row[column])})`)
    }
    const name = row['series'] ?? ''
    found.set(name, [...(found.get(name) ?? []), [number('M'), number('value')]])
  })
  return [...found].map(([name, points]) => ({ name, points: points.toSorted(([a], [b]) => a - b) }))
}
