import type { LineFigure, Line, Point } from './line'
import type { LoopFigure } from './loops'
import { booktabs, latexNumber as number, latexRule as rule, latexText } from './booktabs'

/** Tables as a person would set them: a row an x, a column a line, errors small beside their values (booktabs). */

export interface LatexWords {
  readonly caption: string
  /** What x counts. */
  readonly x: string
  readonly value: (value: number) => string
  readonly error: (value: number) => string
  readonly nameOf: (line: Line) => string
}

function cell(point: Point | undefined, { value, error }: LatexWords): string {
  if (!point) return '--'
  const own = number(value(point.y))
  return point.error === null || point.error === 0
    ? own
    : `${own} {\\footnotesize $\\pm$ ${number(error(point.error))}}`
}

/** One table, the panels one below the other under their names; `x`: where a panel's counts another thing (of its own model). */
export function linesLatex(
  panels: readonly { readonly name: string; readonly figure: LineFigure; readonly x?: string }[],
  words: LatexWords,
): string {
  const width = Math.max(1, ...panels.map((p) => p.figure.lines.length))
  const body = panels.flatMap(({ name, figure, x = words.x }, i) => {
    const xs = [...new Set(figure.lines.flatMap((l) => l.points.map((p) => p.x)))].sort((a, b) => a - b)
    const head = rule([latexText(x), ...figure.lines.map((l) => latexText(words.nameOf(l)))])
    const title = panels.length > 1 ? [`\\multicolumn{${width + 1}}{l}{\\textit{${latexText(name)}}} \\\\`] : []
    const rows = xs.map((at) =>
      rule([
        number(String(Number(at.toFixed(1)))),
        ...figure.lines.map((l) =>
          cell(
            l.points.find((p) => p.x === at),
            words,
          ),
        ),
      ]),
    )
    return [i === 0 ? '\\toprule' : '\\midrule', ...title, head, '\\midrule', ...rows]
  })
  return booktabs(`r${'c'.repeat(width)}`, words.caption, [...body, '\\bottomrule'])
}

/** Iterations by parallel layers, the best of each column in bold. */
export function loopsLatex(
  figures: readonly { readonly name: string; readonly figure: LoopFigure }[],
  words: Omit<LatexWords, 'nameOf' | 'error'>,
): string {
  const width = Math.max(1, ...figures.map((f) => f.figure.ms.length))
  const body = figures.flatMap(({ name, figure: { ms, ns, cells } }, i) => {
    const title = figures.length > 1 ? [`\\multicolumn{${width + 1}}{l}{\\textit{${latexText(name)}}} \\\\`] : []
    const rows = ns.map((n) =>
      rule([
        String(n),
        ...ms.map((m) => {
          const found = cells.find((c) => c.m === m && c.n === n)
          if (!found) return '--'
          const own = number(words.value(found.point.y))
          return found.rank === 'best' ? `\\textbf{${own}}` : own
        }),
      ]),
    )
    const head = rule([latexText(words.x), ...ms.map(String)])
    return [i === 0 ? '\\toprule' : '\\midrule', ...title, head, '\\midrule', ...rows]
  })
  return booktabs(`r${'c'.repeat(width)}`, words.caption, [...body, '\\bottomrule'])
}
