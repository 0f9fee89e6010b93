import type { ReportBlock } from '@contract/report'

/** Figures and tables are numbered in their order; texts refer to them by key: `@fig:key`, `@tab:key`. */

export interface NumberWords {
  readonly figure: (n: number) => string
  readonly table: (n: number) => string
}

export interface Numbered {
  /** What stands before the caption, by block. */
  readonly labels: ReadonlyMap<string, string>
  /** By what texts write. */
  readonly references: ReadonlyMap<string, string>
}

const PREFIX = { figure: 'fig', table: 'tab' } as const

/** How texts refer to a figure or table. */
export const referenceTo = (kind: 'figure' | 'table', key: string): string => `@${PREFIX[kind]}:${key}`

export function numbered(blocks: readonly ReportBlock[], words: NumberWords): Numbered {
  const labels = new Map<string, string>()
  const references = new Map<string, string>()
  const counts = { figure: 0, table: 0 }
  for (const { id, content } of blocks) {
    if (content.kind !== 'figure' && content.kind !== 'table') continue
    const label = words[content.kind](++counts[content.kind])
    labels.set(id, label)
    references.set(referenceTo(content.kind, content.key), label)
  }
  return { labels, references }
}

const REFERENCE = /@(?:fig|tab):[\w-]*\w/g

/** A text with numbers in place of references; those to nothing stay as they were written. */
export const referred = (text: string, references: Numbered['references']): string =>
  text.replaceAll(REFERENCE, (written) => references.get(written) ?? written)

/** References of a text to what is not in the report. */
export const danglingIn = (text: string, references: Numbered['references']): readonly string[] => [
  ...new Set((text.match(REFERENCE) ?? []).filter((written) => !references.has(written))),
]

/** Blocks as they stand below one another: two figures of a column's width share a row. */
export function rowsOf(blocks: readonly ReportBlock[]): readonly (readonly ReportBlock[])[] {
  const rows: ReportBlock[][] = []
  for (const block of blocks) {
    const above = rows.at(-1)
    if (above?.length === 1 && isColumn(block) && above.every(isColumn)) above.push(block)
    else rows.push([block])
  }
  return rows
}

const isColumn = ({ content }: ReportBlock): boolean => content.kind === 'figure' && content.width === 'column'
