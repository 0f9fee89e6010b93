/** Cells that pandas 2 takes for a missing value. */
const MISSING = new Set([
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>'],
  ...['N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
])
const INTEGER = /^[ \t]*[+-]?\d+[ \t]*$/
const FLOAT = /^[ \t]*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf|infinity)[ \t]*$/i
const BOOLEAN = /^(true|TRUE|True|false|FALSE|False)$/
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const

interface Seen {
  hasMissing: boolean
  integers: boolean
  floats: boolean
  booleans: boolean
  any: boolean
}

/**
 * What the columns of a csv file are: integers, floats, booleans or texts, by all their cells, as pandas' read_csv finds it
 * for `datasets` and so for lm-evaluation-harness. A column of integers with a cell missing is one of floats.
 */
export class ColumnKinds {
  private readonly columns = new Map<string, Seen>()

  see(record: Readonly<Record<string, string>>): void {
    for (const [column, cell] of Object.entries(record)) {
      let seen = this.columns.get(column)
      if (!seen)
        this.columns.set(
          column,
          (seen = { hasMissing: false, integers: true, floats: true, booleans: true, any: false }),
        )
      if (MISSING.has(cell)) {
        seen.hasMissing = true
        continue
      }
      seen.any = true
      seen.integers &&= INTEGER.test(cell) && isInt64(cell)
      seen.floats &&= FLOAT.test(cell)
      seen.booleans &&= BOOLEAN.test(cell)
    }
  }

  /** A record as JSON, its numbers as Python will read them. */
  json(record: Readonly<Record<string, string>>): string {
    const cells = Object.entries(record).map(([column, cell]) => `${JSON.stringify(column)}:${this.cell(column, cell)}`)
    return `{${cells.join()}}`
  }

  private cell(column: string, cell: string): string {
    if (MISSING.has(cell)) return 'null'
    const seen = this.columns.get(column)
    if (!seen?.any) return JSON.stringify(cell)
    if (seen.integers && !seen.hasMissing) return String(BigInt(cell.trim().replace(/^\+/, '')))
    if (seen.floats) return floatText(Number(cell.trim().replace(/^([+-]?)inf(inity)?$/i, '$1Infinity')))
    if (seen.booleans) return cell.toLowerCase()
    return JSON.stringify(cell)
  }
}

const isInt64 = (cell: string): boolean => {
  const value = BigInt(cell.trim().replace(/^\+/, ''))
  return value >= INT64[0] && value <= INT64[1]
}

/** A float as JSON that Python reads as one: 2.0, not 2. What is not finite has no JSON: null. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}
