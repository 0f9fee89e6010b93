import { latexTable, rule } from './latex'
import { latexText, type Table } from './table'

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

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/\u2212/g, '$-$'],
  [/→/g, '$\\to$'],
  [/×/g, '$\\times$'],
  [/±/g, '$\\pm$'],
  [/↑/g, '$\\uparrow$'],
  [/↓/g, '$\\downarrow$'],
  [/≠/g, '$\\neq$'],
  [/–/g, '--'],
  [/[\u00a0\u2009\u202f]/g, '~'],
]
const cell = (text: string): string => SYMBOLS.reduce((now, [sign, tex]) => now.replaceAll(sign, tex), latexText(text))

/** As a person would set it (booktabs): three lines, numbers to the right. */
export const readLatex = ({ caption, head, align, rows }: ReadTable): string =>
  latexTable(align.map((a) => (a === 'right' ? 'r' : 'l')).join(''), caption, [
    '\\toprule',
    rule(head.map(cell)),
    '\\midrule',
    ...rows.map((r) => rule(r.map(cell))),
    '\\bottomrule',
  ])
