import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { composeSvg, type Sheet, type SheetFormat } from './compose-svg'
import { lineLegend, linePanels } from './line-sheet'
import { wrapped } from './svg-text'
import { textWidth } from './text-widths'

const run = madeRun(['full', 'skip(s=*)', 'looped-parallel(s=*,n=3)'], (p) => 1 - p / 15)
const figure = madeFigure([run], ([subject]) => allVariants(subject, NORMALISED), NORMALISED)
const look = {
  words: {
    x: 'affected layers',
    y: 'score',
    full: 'full model',
    fullOnHalf: 'full model, same half',
    floor: 'random guess',
  },
  errors: true,
  log: false,
  metric: 'normalised',
  formatY: String,
} as const
// as the store has them, not in the order of the panels
const LETTERS = ['b', 'a', 'd', 'c', 'f', 'e']
const sheet = (titles: readonly string[], change: Partial<Sheet> = {}): Sheet => ({
  title: 'Figure 11. <Scores>',
  badge: '20 documents per task',
  caption: ['Painter & co. '.repeat(20)],
  columns: 2,
  scale: null,
  legend: lineLegend(
    figure.lines,
    (l) => l.name.text,
    () => 'a note',
  ),
  panels: linePanels(
    titles.map((title, i) => ({
      letter: titles.length > 1 ? (LETTERS[i] ?? '') : '',
      title,
      figure,
      x: 'affected layers',
    })),
    look,
    (l) => l.name.text,
  ),
  ...change,
})
const FORMAT: SheetFormat = {
  width: 174,
  ground: 'white',
  theme: 'dark',
  title: true,
  caption: true,
  letters: true,
  labels: false,
}
/** Corners of everything that is placed by x and y on the sheet itself. */
const places = (svg: string): { x: number; y: number }[] =>
  [...svg.matchAll(/<(?:text|rect|svg overflow="visible") x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }))
const mm = (n: number): number => (n * 96) / 25.4

describe('a sheet', () => {
  it('holds title, chart, legend and caption, with texts as text', () => {
    const { svg } = composeSvg(sheet(['']), FORMAT)
    for (const text of ['Figure 11. &lt;Scores&gt;', 'full model', 'skip', 'a note', 'Painter &amp; co.'])
      expect(svg).toContain(text)
    expect(svg.startsWith('<svg xmlns=')).toBe(true)
    expect(svg).not.toContain('style=')
  })
  it('has the badge unless the caption says it; title, caption and letters as they are wanted', () => {
    expect(composeSvg(sheet(['']), FORMAT).svg).not.toContain('20 documents per task')
    const { svg } = composeSvg(sheet(['one', 'two']), { ...FORMAT, title: false, caption: false, letters: false })
    expect(svg).toContain('20 documents per task')
    expect(svg).not.toContain('>Figure 11. &lt;Scores&gt;</text>')
    expect(svg).not.toContain('Painter')
    expect(svg).not.toContain('>a</text>')
    const lettered = composeSvg(sheet(['one', 'two']), FORMAT).svg
    expect([...lettered.matchAll(/>(a|b|one|two)<\/text>/g)].map(([, text]) => text)).toEqual(['b', 'one', 'a', 'two'])
  })
  it.each([60, 85, 114, 174, 400])(
    'of %i mm: as wide as asked for, nothing outside, panels stack where they must',
    (wide) => {
      for (const n of [1, 2, 3, 6]) {
        const titles = Array.from({ length: n }, (_, i) => (n > 1 ? `panel ${i}` : ''))
        const { svg, width, height } = composeSvg(sheet(titles), { ...FORMAT, width: wide })
        expect(width).toBeCloseTo(mm(wide))
        for (const { x, y } of places(svg)) {
          expect(x).toBeLessThan(width)
          expect(y).toBeLessThan(height)
        }
        expect(svg.match(/<svg[^>]* x=/g)).toHaveLength(n)
        const lefts = new Set([...svg.matchAll(/<svg[^>]* x="([\d.]+)"/g)].map(([, x]) => x))
        // six would be higher than a page
        const isTooHigh = n === 6 && wide === 85
        if (n > 1) expect(lefts.size).toBe(wide < 110 && !isTooHigh ? 1 : 2)
      }
    },
  )
  it('has text of 7 points at least and lines of a quarter of one, whatever its width', () => {
    for (const width of [85, 174]) {
      const { svg } = composeSvg(sheet(['one', 'two']), { ...FORMAT, width, labels: true })
      const sizes = [...svg.matchAll(/font-size="([\d.]+)(?:px)?"/g)].map(([, s]) => (Number(s) * 72) / 96)
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(6.99)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(9.01)
      const lines = [...svg.matchAll(/stroke-width="([\d.]+)"/g)].map(([, w]) => (Number(w) * 72) / 96)
      expect(Math.min(...lines.filter((w) => w > 0))).toBeGreaterThanOrEqual(0.25)
    }
  })
  it('stands on white, on nothing, or on the ground of the app in its theme', () => {
    const ground = (of: SheetFormat['ground']): string =>
      composeSvg(sheet(['']), { ...FORMAT, ground: of }).svg.split('<text')[0]!
    expect(ground('white')).toContain('fill="#ffffff"')
    expect(ground('transparent')).not.toMatch(/<rect width="[\d.]+" height/)
    expect(ground('app')).toMatch(/fill="#201f1c"/i)
  })
  it('puts small panels in two columns where one would be higher than a page', () => {
    const heightOf = (n: number): number =>
      composeSvg(sheet(Array.from({ length: n }, (_, i) => `panel ${i}`)), { ...FORMAT, width: 85 }).height
    expect(heightOf(6)).toBeLessThan(mm(230))
    expect(heightOf(6)).toBeLessThan(heightOf(3))
  })
  it('keeps together what stands under one another where not all columns have room', () => {
    const grid = sheet(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'], { columns: 3, isGrid: true })
    const heads = (width: number): string[] =>
      [...composeSvg(grid, { ...FORMAT, width }).svg.matchAll(/>([abc][12])<\/text>/g)].map(([, head]) => head!)
    expect(heads(174)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
    expect(heads(85)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2'])
  })
  it('breaks a title that is longer than its panel', () => {
    const long = 'a model of a name that is much longer than 39 mm'
    const { svg } = composeSvg(sheet([long, 'b']), { ...FORMAT, width: 60 })
    expect(svg).not.toContain(long)
    expect(svg).toContain('>a model of')
  })
  it('without panels is still a picture; a colour bar comes with its name', () => {
    const { svg, height } = composeSvg(sheet([], { badge: '', legend: [], caption: [] }), FORMAT)
    expect([height > 0, svg.includes('NaN')]).toEqual([true, false])
    const scale = { name: 'cosine similarity', low: '0', high: '1' }
    expect(composeSvg(sheet([''], { scale }), FORMAT).svg).toContain('cosine similarity')
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
