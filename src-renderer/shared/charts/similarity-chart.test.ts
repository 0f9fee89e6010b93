import { describe, expect, it } from 'vitest'
import type { SimilarityFigure } from '@/shared/series/similarity'
import { logRange } from './log-range'
import { paintSvg } from './paint-svg'
import { similarityChart } from './similarity-chart'
import { varianceChart } from './variance-chart'

function figureOf(nLayers: number): SimilarityFigure {
  const S = nLayers + 1
  return {
    title: 'm',
    positions: ['emb', ...Array.from({ length: nLayers }, (_, l) => String(l))],
    cosine: Array.from({ length: S * S }, (_, k) => 1 - Math.abs(Math.floor(k / S) - (k % S)) / S),
    variance: Array.from({ length: S }, (_, i) => i),
    groups: nLayers < 3 ? [] : [{ name: 'middle', from: 1, to: nLayers }],
    nLayers,
    nDocs: 16,
  }
}
const words = { axis: 'after layer', groups: { beginning: 'beginning', middle: 'middle', end: 'end' } }

describe('similarity of states', () => {
  it.each([1, 2, 16, 30])('of %i layers: a cell a pair, a tone a state', (nLayers) => {
    const figure = figureOf(nLayers)
    const option = similarityChart(figure, { theme: 'light', words })
    const [cells, tones, groups] = option.series as { data: number[][] }[]
    const S = nLayers + 1
    expect(cells!.data).toHaveLength(S * S)
    for (const [x, y, v] of cells!.data as [number, number, number][]) expect(v).toBe(figure.cosine[y * S + x])
    expect([tones!.data.length, groups!.data.length]).toEqual([S, figure.groups.length])
    const svg = paintSvg(option, 380, 360)
    expect(svg).not.toContain('NaN')
    expect(svg.includes('>middle<')).toBe(nLayers >= 3)
  })
})

describe('variance of states', () => {
  it.each([1, 2, 16, 30])('of %i layers: by position, on a log axis, nothing where it is 0', (nLayers) => {
    const { positions, variance: values } = figureOf(nLayers)
    const option = varianceChart(
      { name: 'full', color: '#000000', symbol: 'circle', positions, values, middle: nLayers > 2 ? [1, 2] : null },
      { theme: 'dark', axis: 'after layer', y: 'variance', range: logRange(values) },
    )
    expect(option.series).toMatchObject([{ data: [null, ...values.slice(1)] }])
    expect(paintSvg(option, 380, 220)).not.toContain('NaN')
  })
  it('whole decades hold all values', () => {
    expect(logRange([0, 3, 250])).toEqual([1, 1000])
    expect(logRange([0.02])).toEqual([0.01, 0.1])
    expect(logRange([])).toEqual([0.1, 1])
  })
})
