import type { Table } from './table'

/** A table as it is read: every cell a text with its digits; beside it the same data as numbers. */
export interface ReadTable {
  /** What its files are called. */
  readonly name: string
  readonly caption: string
  readonly head: readonly string[]
  readonly align: readonly ('left' | 'right')[]
  readonly rows: readonly (readonly string[])[]
  readonly data: Table
  /** Runs that it is of. */
  readonly runs: readonly string[]
}
