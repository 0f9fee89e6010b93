import { describe, expect, it } from 'vitest'
import { booktabs } from './booktabs'

const lines = (n: number): string[] => [
  '\\toprule',
  'a & b \\\\',
  '\\midrule',
  ...Array.from({ length: n }, (_, i) => `${i} & 1 \\\\`),
  '\\bottomrule',
]

describe('a table to print', () => {
  it('is one float while it fits on a page', () =>
    expect(booktabs('rr', 'c', lines(10))).toMatch(
      /^% \\usepackage\{booktabs\}\n\\begin\{table\}[^]*\\end\{table\}\n$/,
    ))
  it('goes on over pages where it is longer, its head on each', () => {
    const text = booktabs('rr', 'c', lines(92))
    expect(text).toMatch(/^% \\usepackage\{booktabs,longtable\}\n\\begin\{longtable\}\{rr\}\n {2}\\caption\{c\} \\\\\n/)
    expect(text).toMatch(/a & b \\\\\n {4}\\midrule\n {2}\\endhead\n {4}0 & 1/)
    expect(text).not.toContain('tabular')
  })
})
