import { describe, expect, it } from 'vitest'
import { loopFigure, loopPlaces } from '@/shared/series/loops'
import { madeRun, madeScored, RAW } from '../../../test/support/figure-source'
import { subjectsOf } from '@/shared/series/subject'
import { heatmapChart } from './heatmap-chart'
import { PRINT } from './chart-sizes'
import { cellText, heatRange, lowEndText, scaleShare } from './heatmap-scale'
import { paintSvg } from './paint-svg'

const plans = ['parallel(s=3)', 'looped-parallel(s=3,n=2..3)', 'looped-parallel(s=4,n=2)']
const run = madeRun(plans, (p) => [0.4, 0.6, 0.6, 0.3][p]!)
const places = loopPlaces(subjectsOf([run])[0]!)
const scored = madeScored(
  [run],
  places.map((p) => p.point),
  RAW,
)
const figure = loopFigure(places, scored, RAW)
const look = {
  theme: 'light' as const,
  words: { x: 'layers', y: 'iterations', parallel: '1' },
  formatCell: (v: number) => cellText(v, false),
  selected: { m: 5, n: 2 },
  range: [0, 1] as const,
  lowerIsBetter: false,
}

describe('the heatmap', () => {
  it('has a datum a cell, the best, its ties and the selected told, and one for what is missing', () => {
    const option = heatmapChart(figure, look)
    expect([option.xAxis, option.yAxis]).toMatchObject([
      { data: ['3', '5'], name: 'layers' },
      { data: ['1', '2', '3'], name: 'iterations' },
    ])
    const [{ data }] = option.series as [{ data: number[][] }]
    expect(data.slice(0, 4)).toEqual([
      [1, 1, 0.6, 1, 1, 0, 0],
      [1, 2, 0.6, 0, 0, 0, 1],
      [0, 1, 0.3, 0, 0, 0, 0],
      [1, 0, 0.4, 0, 0, 0, 0],
    ])
    expect(data.slice(4).map(([x, y, v]) => [x, y, Number.isNaN(v)])).toEqual([
      [0, 0, true],
      [0, 2, true],
    ])
  })
  it('has a row for iterations between those measured', () => {
    const cells = figure.cells.filter((c) => c.n !== 2)
    const option = heatmapChart({ ...figure, ns: [1, 3], cells }, look)
    expect(option.yAxis).toMatchObject({ data: ['1', '2', '3'] })
    const [{ data }] = option.series as [{ data: number[][] }]
    expect(data.filter(([, row, value]) => row === 1 && !Number.isNaN(value))).toEqual([])
    expect(data.find(([, , value]) => value === 0.6)?.[1]).toBe(2)
  })
  it('writes its values into the cells', () => {
    const svg = paintSvg(heatmapChart(figure, look), 400, 300)
    for (const text of ['.40', '.60', '.30']) expect(svg).toContain(text)
    expect(svg).not.toContain('NaN')
  })
  it('on paper writes nothing smaller than its axes, and no value where it has no room', () => {
    const painted = (width: number): { sizes: number[]; values: number } => {
      const svg = paintSvg(heatmapChart(figure, { ...look, sizes: PRINT }), width, 200)
      const sizes = [...svg.matchAll(/<text[^>]*font-size="([\d.]+)/g)].map(([, size]) => Number(size))
      return { sizes, values: [...svg.matchAll(/>\.\d\d</g)].length }
    }
    expect(Math.min(...painted(115).sizes)).toBeCloseTo(PRINT.text)
    expect([painted(115).values, painted(100).values]).toEqual([4, 0])
  })
  it('has no cells where nothing is measured', () => {
    const option = heatmapChart(
      { ms: [], ns: [], cells: [], hasUnranked: false },
      { ...look, range: heatRange([], false, false) },
    )
    expect(option.series).toMatchObject([{ data: [] }])
  })
})

describe('its scale', () => {
  it('is dark where it is better', () => {
    expect([0, 0.5, 1, 2].map((v) => scaleShare(v, [0, 1], false))).toEqual([0, 0.5, 1, 1])
    expect([10, 20].map((v) => scaleShare(v, [10, 20], true))).toEqual([1, 0])
    expect(scaleShare(3, [3, 3], false)).toBe(1)
  })
  it('reaches from 0, to 1 of normalised scores; where lower is better over the values', () => {
    expect(heatRange([0.2, 0.4], true, false)).toEqual([0, 1])
    expect(heatRange([0.2, 0.4], false, false)).toEqual([0, 0.4])
    expect(heatRange([12, 40], false, true)).toEqual([12, 40])
    const text = (v: number): string => cellText(v, false)
    expect([lowEndText([-0.2, 0.4], 0, text), lowEndText([0, 0.4], 0, text)]).toEqual(['≤ .00', '.00'])
  })
  it('cells hold short numbers', () => {
    expect([0.5, 0.996, 1.2, -0.04].map((v) => cellText(v, false))).toEqual(['.50', '1.0', '1.20', '\u2212.04'])
    expect([3.21, 47.6, 123456].map((v) => cellText(v, true))).toEqual(['3.2', '48', '1e5'])
  })
})
