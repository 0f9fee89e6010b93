import type { LineFigure } from './lines'
import type { LoopFigure } from './loops'
import type { SimilarityFigure } from './similarity'

/** Exactly the shown data of a figure, as a table: for CSV, JSON and LaTeX. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export function lineTable(
  figures: readonly { readonly name: string; readonly figure: LineFigure }[],
  nameOf: (line: LineFigure['lines'][number]) => string,
): Table {
  const several = figures.length > 1
  return {
    columns: [
      ...(several ? ['panel'] : []),
      'series',
      'x',
      'value',
      'error',
      'plans',
      'documents',
      'stored',
      'plan',
      'run',
    ],
    rows: figures.flatMap(({ name, figure }) =>
      figure.lines.flatMap((line) =>
        line.points.map((p) => [
          ...(several ? [name] : []),
          nameOf(line),
          p.x,
          p.y,
          p.error,
          p.n,
          p.nDocs,
          p.isStored ? 1 : 0,
          p.plan,
          p.ref.run,
        ]),
      ),
    ),
  }
}

export const loopTable = (figure: LoopFigure): Table => ({
  columns: ['M', 'n', 'value', 'error', 'best', 'documents', 'plan', 'run'],
  rows: figure.cells.map((c) => [
    c.m,
    c.n,
    c.score.value,
    c.score.error,
    c.isBest ? 1 : 0,
    c.score.nDocs,
    c.plan,
    c.score.ref.run,
  ]),
})

export const similarityTable = (figures: readonly SimilarityFigure[]): Table => ({
  columns: ['panel', 'state', 'other', 'cosine', 'variance'],
  rows: figures.flatMap((f) =>
    f.positions.flatMap((a, i) =>
      f.positions.map((b, j) => [
        f.title,
        a,
        b,
        f.cosine[i * f.positions.length + j] ?? null,
        i === j ? (f.variance[i] ?? null) : null,
      ]),
    ),
  ),
})

/** RFC 4180, with tabs for what a spreadsheet takes from the clipboard; an empty cell for what is not defined. */
export function toCsv({ columns, rows }: Table, separator: ',' | '\t' = ','): string {
  const cell = (v: string | number | null): string =>
    v === null
      ? ''
      : typeof v === 'number'
        ? String(v)
        : /["\r\n]/.test(v) || v.includes(separator)
          ? `"${v.replaceAll('"', '""')}"`
          : v
  return [columns, ...rows].map((r) => r.map(cell).join(separator)).join('\r\n') + '\r\n'
}

export const toJson = ({ columns, rows }: Table): string =>
  JSON.stringify(
    rows.map((r) => Object.fromEntries(columns.map((c, i) => [c, r[i] ?? null]))),
    null,
    1,
  )

/** A booktabs table; numbers to four significant digits. */
export function toLatex({ columns, rows }: Table, caption: string): string {
  const text = (v: string | number | null): string =>
    v === null
      ? '--'
      : typeof v === 'number'
        ? String(Number(v.toPrecision(4)))
        : v.replace(/[\\&%$#_{}~^]/g, (c) =>
            c === '\\'
              ? '\\textbackslash{}'
              : c === '~'
                ? '\\textasciitilde{}'
                : c === '^'
                  ? '\\textasciicircum{}'
                  : `\\${c}`,
          )
  const numeric = columns.map((_, i) => rows.every((r) => typeof r[i] === 'number' || r[i] === null))
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{${text(caption)}}`,
    `\\begin{tabular}{${numeric.map((n) => (n ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    `${columns.map(text).join(' & ')} \\\\`,
    '\\midrule',
    ...rows.map((r) => `${r.map(text).join(' & ')} \\\\`),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}
