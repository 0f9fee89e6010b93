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
  text.replaceAll('\u2212', '$-$').replaceAll('<', '$<$').replaceAll('–', '--').replaceAll('%', '\\%')

export const latexRule = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`

export const booktabs = (columns: string, caption: string, lines: readonly string[]): string =>
  [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexText(caption)}}`,
    `  \\begin{tabular}{${columns}}`,
    ...lines.map((line) => `    ${line}`),
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
