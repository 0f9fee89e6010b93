import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { composeSvg, type Sheet } from './compose-svg'
import { lineLegend, linePanels } from './line-sheet'
import { textWidth, wrapped } from './svg-text'

const run = madeRun(['full', 'skip(s=*)', 'looped-parallel(s=*,n=3)'], (p) => 1 - p / 15)
const figure = madeFigure([run], ([subject]) => allVariants(subject, NORMALISED), NORMALISED)
const look = {
  words: { x: 'affected layers', y: 'score', full: 'full model', floor: 'random guess' },
  errors: true,
  log: false,
  metric: 'normalised',
} as const
const sheet = (titles: readonly string[], change: Partial<Sheet> = {}): Sheet => ({
  title: 'Figure 11. <Scores>',
  badge: '20 documents per task',
  caption: ['Painter & co. '.repeat(20)],
  theme: 'light',
  columns: 2,
  legend: lineLegend(
    figure.lines,
    (l) => l.name.text,
    () => 'a note',
  ),
  panels: linePanels(
    titles.map((title) => ({ title, figure, x: 'affected layers' })),
    { width: 860, height: 440 },
    look,
  ),
  ...change,
})
/** Corners of everything that is placed by x and y on the sheet itself. */
const places = (svg: string): { x: number; y: number }[] =>
  [...svg.matchAll(/<(?:text|rect|svg) x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))

describe('a sheet', () => {
  it('holds title, badge, chart, legend and caption, with texts as text', () => {
    const { svg } = composeSvg(sheet(['']))
    for (const text of [
      'Figure 11. &lt;Scores&gt;',
      '20 documents per task',
      'full model',
      'skip',
      'a note',
      'Painter &amp; co.',
    ])
      expect(svg).toContain(text)
    expect(svg.startsWith('<svg xmlns=')).toBe(true)
  })
  it.each([1, 2, 3, 6])('of %i panels: nothing outside the picture', (n) => {
    const { svg, width, height } = composeSvg(sheet(Array.from({ length: n }, (_, i) => (n > 1 ? `panel ${i}` : ''))))
    expect(width).toBe(n === 1 ? 860 + 48 : 2 * 420 + 12 + 48)
    for (const { x, y } of places(svg)) {
      expect(x).toBeLessThan(width)
      expect(y).toBeLessThan(height)
    }
    expect(svg.match(/<svg x=/g)).toHaveLength(n)
  })
  it('without panels is still a picture', () => {
    const { svg, width, height } = composeSvg(sheet([], { badge: '', legend: [], caption: [] }))
    expect([width, height > 0, svg.includes('NaN')]).toEqual([480 + 48, true, false])
  })
})

describe('texts', () => {
  it('break between words, Chinese anywhere, and lose nothing', () => {
    const english = 'score normalised by the full model and by what guessing scores'
    for (const line of wrapped(english, 120, 12)) expect(textWidth(line, 12)).toBeLessThanOrEqual(120)
    expect(wrapped(english, 120, 12).join(' ')).toBe(english)
    expect(wrapped('层数与循环次数的关系', 36, 12)).toEqual(['层数与', '循环次', '数的关', '系'])
    expect(wrapped('', 100, 12)).toEqual([])
  })
})
