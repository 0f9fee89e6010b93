import type { CustomSeriesOption, EChartsOption } from 'echarts'
import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import type { RunDetail } from '@contract/run'
import { drawn } from '@/shared/series/drawn'
import { legendKey, type LineFigure, type LineLook } from '@/shared/series/line'
import { subjectsOf } from '@/shared/series/subject'
import { madeFigure, madeRun, madeScored, N_LAYERS, NORMALISED, RAW } from '../../../test/support/figure-source'
import { lineChart } from './line-chart'
import type { LineChartLook } from './line-look'
import { paintSvg } from './paint-svg'
import { sharedRange, xStep, yRange } from './ranges'

const plans = ['full', 'skip(s=*)', 'random(s=3..4,seed=0..2)']
const figureOf = (run: RunDetail): LineFigure =>
  madeFigure([run], ([subject]) => allVariants(subject, NORMALISED), NORMALISED)
const figure = figureOf(madeRun(plans, (p) => 1 - p / 15))
const [skip, random] = figure.lines
const look: LineChartLook = {
  theme: 'light',
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
}
interface Painted {
  readonly id?: string
  readonly name?: string
  readonly data: readonly unknown[]
}
const seriesOf = (option: EChartsOption): readonly Painted[] => option.series as unknown as readonly Painted[]
const namesOf = (option: EChartsOption): (string | undefined)[] => seriesOf(option).map((s) => s.name)
const valuesOf = (option: EChartsOption, id: string): unknown[] =>
  seriesOf(option)
    .find((s) => s.id === id)!
    .data.map((d) => (d as { value: unknown }).value)

describe('lines as an option', () => {
  it('paints the points as they are, between full and the floor', () => {
    const option = lineChart(figure, look)
    for (const line of figure.lines) expect(valuesOf(option, line.key)).toEqual(line.points.map((p) => [p.x, p.y]))
    expect(namesOf(option)).toEqual([
      'full model',
      'random guess',
      `${skip!.key} errors`,
      skip!.key,
      `${random!.key} band`,
      `${random!.key} errors`,
      random!.key,
      'labels',
    ])
    expect([option.xAxis, option.yAxis]).toMatchObject([
      { name: 'affected layers', min: 0, max: N_LAYERS },
      { name: 'score', type: 'value', min: 0, max: 1 },
    ])
  })
  it('a log axis has no place for what is not positive', () => {
    const [line] = figure.lines
    const points = line!.points.map((p, i) => ({ ...p, y: i === 0 ? 0 : p.y }))
    const option = lineChart({ ...figure, lines: [{ ...line!, points }] }, { ...look, log: true })
    expect((valuesOf(option, skip!.key)[0] as unknown[])[1]).toBeNull()
    expect(namesOf(option)).not.toContain('random guess')
    expect(option.yAxis).toMatchObject({ type: 'log' })
  })
  it('leaves out what is hidden, and lets the others step back', () => {
    const option = lineChart(figure, { ...look, hidden: new Set([legendKey(random!)]), emphasised: 'other' })
    expect(namesOf(option)).toEqual(['full model', 'random guess', `${skip!.key} errors`, skip!.key, 'labels'])
    const painted = (option.series as { id?: string; lineStyle?: { opacity: number } }[]).find(
      (s) => s.id === skip!.key,
    )
    expect(painted!.lineStyle!.opacity).toBeLessThan(0.5)
  })
  it('small: no names, no marks, no error bars; ticks where points are to come', () => {
    const small = lineChart(figure, { ...look, small: true, planned: true })
    expect([small.xAxis, small.yAxis]).toMatchObject([{ name: '' }, { name: '' }])
    expect(namesOf(small).some((n) => n?.endsWith('errors'))).toBe(false)
    const live = lineChart({ ...figure, lines: [] }, { ...look, planned: true })
    expect((seriesOf(live).at(-2)!.data as unknown[]).length).toBe(figure.xPlanned.length)
  })
  it('names lines and guides where they have room, on the painted chart', () => {
    const svg = paintSvg(lineChart(figure, { ...look, nameOf: (l) => `the ${l.name.text}` }), 640, 400)
    for (const text of ['full model', 'random guess', 'the skip', 'the random']) expect(svg).toContain(text)
    expect(paintSvg(lineChart(figure, look), 640, 400)).not.toContain('the skip')
  })
  it('names neither guide beyond the line of the other', () => {
    const heightOf = (svg: string, text: string): number =>
      Number(new RegExp(`y="([^"]+)" fill="[^"]+">${text}<`).exec(svg)?.[1])
    for (const [full, floor] of [
      [0.3, 0.27],
      [0.27, 0.3],
    ] as const) {
      const svg = paintSvg(lineChart({ ...figure, lines: [], full, floor }, look), 640, 400)
      const [fullAt, floorAt] = [heightOf(svg, 'full model'), heightOf(svg, 'random guess')]
      // y downwards
      expect(Math.sign(floorAt - fullAt)).toBe(Math.sign(full - floor))
    }
  })
  it('on paper names all lines or none: a name that one of them lacks would be taken for the other’s', () => {
    const long = 'a model whose name is much longer than this chart is wide, whatever its width may be'
    const named = { ...look, nameOf: (l: { key: string }) => (l.key === skip!.key ? 'short' : long) }
    expect(paintSvg(lineChart(figure, named), 400, 300)).toContain('>short<')
    const paper = paintSvg(lineChart(figure, { ...named, allNamed: true }), 400, 300)
    expect(paper).not.toContain('>short<')
    expect(paper).toContain('>full model<')
  })
})

describe('a best of n', () => {
  const loops = madeRun(['full', 'skip(s=*)', 'looped-parallel(s=2..3,n=2..3)'], (p) => 0.9 - p / 40)
  const drawnBy = (by: LineLook): LineFigure => {
    const [subject] = subjectsOf([loops])
    const wanted = allVariants(subject!, by)
    const points = wanted.lines.flatMap((l) => l.points)
    return drawn(wanted, madeScored([loops], points, by, 'halves'), by)
  }
  it('on half of the documents has the full model on that half beside it', () => {
    const option = lineChart(drawnBy(RAW), { ...look, metric: 'acc' })
    const onHalf = seriesOf(option).find((s) => s.name === 'full model, same half')
    expect(onHalf?.data).toEqual([
      [0, 1],
      [N_LAYERS, 1],
    ])
    expect(seriesOf(option).find((s) => s.name === 'full model')?.data[0]).toEqual([0, 0.9])
  })
  it('of normalised scores needs none: full is 1 on either half', () =>
    expect(namesOf(lineChart(drawnBy(NORMALISED), look))).not.toContain('full model, same half'))
})

describe('a line', () => {
  it('breaks where a point was planned and not measured', () => {
    const run = madeRun(['full', 'skip(s=*)'], (p) => (p === 3 ? NaN : 1))
    const broken = figureOf(run)
    expect(valuesOf(lineChart(broken, look), broken.lines[0]!.key)).toContainEqual([7, null])
  })
  it('shows a point that no line leads to, where lines have no marks too', () => {
    const run = madeRun(['full', 'skip(s=1..5)'], (p) => ([2, 4].includes(p) ? NaN : 1))
    const broken = figureOf(run)
    const thin = { ...broken, lines: broken.lines.map((l) => ({ ...l, weight: 'thin' as const })) }
    for (const [of, by] of [
      [broken, { ...look, small: true }],
      [thin, look],
    ] as const) {
      const { data } = seriesOf(lineChart(of, by)).find((s) => s.id === of.lines[0]!.key)!
      const sizes = data.map((d) => (d as { symbolSize?: number }).symbolSize)
      expect(sizes).toEqual([5, undefined, 5, undefined, 5])
    }
    const whole = figureOf(madeRun(['full', 'skip(s=1..5)'], () => 1))
    const { data } = seriesOf(lineChart(whole, { ...look, small: true })).find((s) => s.id === whole.lines[0]!.key)!
    expect(data.map((d) => (d as { symbolSize?: number }).symbolSize)).toEqual([0, 0, 0, 0, 0])
  })
  it('has a band that breaks with it', () => {
    const seeds = ['full', 'random(s=1..4,seed=0..1)']
    const parts = (missing: readonly number[]): number | undefined => {
      const run = madeRun(seeds, (p) => (missing.includes(p) ? NaN : p / 10))
      return seriesOf(lineChart(figureOf(run), look)).find((s) => s.name?.endsWith('band'))?.data.length
    }
    expect(parts([])).toBe(1)
    // both seeds of one M in the middle are missing, then one of them: neither has a spread
    expect(parts([3, 4])).toBe(2)
    expect(parts([3])).toBe(2)
  })
  it('stands a little beside the others, so that equal values are all seen', () => {
    const offsets = seriesOf(lineChart(figure, look))
      .filter((s) => s.id !== undefined)
      .map((s) => (s.data[0] as { symbolOffset: number[] }).symbolOffset[0])
    expect(new Set(offsets).size).toBe(figure.lines.length)
  })
})

describe('what is painted', () => {
  /** Every coordinate of paths in an SVG that ECharts painted. */
  const coordinates = (svg: string): number[] =>
    [...svg.matchAll(/ d="([^"]+)"/g)].flatMap(([, d]) => (d!.match(/-?\d+(\.\d+)?/g) ?? []).map(Number))
  it.each([1, 2, 16, 30])('of %i layers stays inside its box', (nLayers) => {
    const run = madeRun(['full', ...(nLayers > 2 ? ['skip(s=*)'] : [])], (p) => 1 - p / 40, { nLayers })
    const svg = paintSvg(lineChart(figureOf(run), look), 640, 400)
    expect(svg).toContain('full model')
    for (const v of coordinates(svg)) {
      expect(v).toBeGreaterThanOrEqual(-640)
      expect(v).toBeLessThanOrEqual(640)
    }
    expect(svg).not.toContain('NaN')
  })
  it('error bars reach from one error below to one above', () => {
    const errors = lineChart(figure, look).series as CustomSeriesOption[]
    const bars = errors.find((s) => s.name === `${skip!.key} errors`)!.data as number[][]
    for (const [i, p] of figure.lines[0]!.points.entries())
      expect(bars[i]).toEqual([p.x, p.y - p.error!, p.y + p.error!, 1, 1])
  })
})

describe('ranges', () => {
  const of = (...ys: number[]): LineFigure => ({
    ...figure,
    full: null,
    floor: null,
    lines: [{ ...figure.lines[0]!, points: ys.map((y) => ({ ...figure.lines[0]!.points[0]!, y })) }],
  })
  const plain = { metric: 'acc', errors: false } as const
  it('hold all values in equal steps, from 0 up where nothing is below, with 0 and 1 among the labels', () => {
    expect(yRange(of(0.2, 0.93), plain)).toEqual({ min: 0, max: 1, interval: 0.2 })
    expect(yRange(of(-0.1, 0.5), { ...plain, metric: 'normalised' })).toEqual({ min: -0.2, max: 1, interval: 0.2 })
    expect(yRange(of(3, 180), { ...plain, metric: 'perplexity' }).max).toBeGreaterThanOrEqual(180)
    expect(yRange(of(), plain)).toEqual({ min: 0, max: 1, interval: 0.2 })
    expect(yRange(of(NaN, Infinity), plain)).toEqual({ min: 0, max: 1, interval: 0.2 })
  })
  it('hold the error bars, where they are drawn', () => {
    const wide = { ...of(0.95), lines: [{ ...skip!, points: [{ ...skip!.points[0]!, y: 0.95, error: 0.1 }] }] }
    const normalised = { ...plain, metric: 'normalised' } as const
    expect(yRange(wide, normalised).max).toBe(1)
    expect(yRange(wide, { ...normalised, errors: true }).max).toBeGreaterThanOrEqual(1.05)
  })
  it('of an accuracy end at 0 and 1, whatever its band and its bars reach to; both are cut there', () => {
    const point = { ...random!.points[0]!, x: 5, y: 0.05, error: 0.1, low: -0.15, high: 0.25 }
    const banded = { ...of(), lines: [{ ...random!, gaps: [], points: [point, { ...point, x: 7, y: 0.6 }] }] }
    const accuracy = { ...look, metric: 'acc', errors: true } as const
    expect(yRange(banded, accuracy)).toEqual({ min: 0, max: 1, interval: 0.2 })
    const bars = seriesOf(lineChart(banded, accuracy)).find((s) => s.name?.endsWith('errors'))!.data
    expect(bars[0]).toEqual([5, 0, expect.closeTo(0.15), 0, 1])
    expect(bars[1]).toEqual([7, expect.closeTo(0.5), expect.closeTo(0.7), 1, 1])
    expect(yRange(banded, { ...accuracy, metric: 'normalised' }).min).toBeLessThan(0)
  })
  it('are shared by panels', () => {
    const { min, max } = sharedRange([of(0.1), of(7)], { ...plain, metric: 'perplexity' })
    expect([min, max >= 7]).toEqual([0, true])
    expect(sharedRange([], plain)).toEqual({ min: 0, max: 1, interval: 0.2 })
  })
  it('x steps are few and round', () => {
    expect([1, 16, 30, 32, 80, 1000].map((n) => xStep(n, 9))).toEqual([1, 2, 4, 4, 10, 112])
  })
})
