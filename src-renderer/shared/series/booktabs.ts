/** LaTeX tables as a person would set them: booktabs, an indent a level, everything that TeX reads escaped. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '→': '$\\to$',
  '≠': '$\\neq$',
  '±': '$\\pm$',
  '\u2212': '$-$',
}

export const latexText = (text: string): string =>
  text.replace(/[\\&%$#_{}~^<>→≠±\u2212]/g, (c) => ESCAPES[c] ?? `\\${c}`)

/** A number as the app writes it. */
export const latexNumber = (text: string): string =>
  text
    .replace(
      /(\d(?:\.\d+)?)e([+-]?)(\d+)/g,
      (_, digits, sign, power) => `$${digits} \\times 10^{${sign === '-' ? '-' : ''}${power}}$`,
    )
    .replaceAll('\u2212', '$-$')
    .replaceAll('<', '$<$')
    .replaceAll('–', '--')
    .replaceAll('%', '\\%')

export const latexRule = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`

/** More rows than fit on a page. */
const MOST_ROWS = 45

/** One that is longer than a page goes on over several, with its head on each (longtable). */
export function booktabs(columns: string, caption: string, lines: readonly string[]): string {
  const indented = lines.map((line) => `    ${line}`)
  if (lines.length <= MOST_ROWS) {
    return told(
      ['booktabs'],
      '\\begin{table}',
      '  \\centering',
      `  \\caption{${latexText(caption)}}`,
      `  \\begin{tabular}{${columns}}`,
      ...indented,
      '  \\end{tabular}',
      '\\end{table}',
    )
  }
  const head = indented.findIndex((line) => line.trim() === '\\midrule') + 1
  return told(
    ['booktabs', 'longtable'],
    `\\begin{longtable}{${columns}}`,
    `  \\caption{${latexText(caption)}} \\\\`,
    ...(head > 0 ? [...indented.slice(0, head), '  \\endfirsthead', ...indented.slice(0, head), '  \\endhead'] : []),
    ...indented.slice(head),
    '\\end{longtable}',
  )
}

const told = (packages: readonly string[], ...lines: readonly string[]): string =>
  [`% \\usepackage{${packages.join(',')}}`, ...lines, ''].join('\n')
