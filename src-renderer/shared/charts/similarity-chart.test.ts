import { describe, expect, it } from 'vitest'
import type { SimilarityFigure } from '@/shared/series/similarity'
import { logRange } from './log-range'
import { paintSvg } from './paint-svg'
import { PRINT, PRINT_NARROW, SCREEN } from './chart-sizes'
import { similarityChart } from './similarity-chart'
import { namedStates, statesGrid } from './states-axis'
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

describe('the axis of states', () => {
  const named = (positions: readonly string[], sizes = SCREEN): string[] =>
    positions.filter((_, i) => namedStates(positions, sizes)(i))
  const upTo = (n: number): string[] => ['emb', ...Array.from({ length: n }, (_, l) => String(l))]

  it('names the embedding and every so-manieth layer, never two that would stand in one another', () => {
    expect(named(upTo(4))).toEqual(['emb', '0', '1', '2', '3'])
    expect(named(upTo(16))).toEqual(['emb', '3', '6', '9', '12', '15'])
    expect(named(upTo(30))).toEqual(['emb', '5', '10', '15', '20', '25'])
    expect(named(upTo(30), PRINT_NARROW)).toEqual(['emb', '10', '20'])
  })
  it('names a layer that is repeated once', () => {
    expect(named(['emb', '0', '1', '1', '1', '2'])).toEqual(['emb', '0', '1', '2'])
  })
  it.each([SCREEN, PRINT, PRINT_NARROW])('a square of states is square', (sizes) => {
    const { left, right, top, bottom } = statesGrid(sizes)
    expect(left + right).toBe(top + bottom)
  })
})

describe('variance of states', () => {
  it.each([1, 2, 16, 30])('of %i layers: by position, on a log axis, nothing where it is 0', (nLayers) => {
    const { positions, variance: values } = figureOf(nLayers)
    const option = varianceChart(
      { name: 'full', color: '#000000', symbol: 'circle', positions, values, middle: nLayers > 2 ? [1, 2] : null },
      { theme: 'dark', axis: 'after layer', y: 'variance', range: logRange(values), others: [] },
    )
    expect(option.series).toMatchObject([{ data: [null, ...values.slice(1)] }])
    expect(paintSvg(option, 380, 220)).not.toContain('NaN')
  })
  it('the curves of the panels beside lie pale under it, broken where positions are skipped', () => {
    const of = (name: string, values: readonly number[]) => ({
      name,
      color: '#000000',
      symbol: 'circle',
      positions: ['emb', '0', '1'],
      values,
      middle: null,
    })
    const look = { theme: 'light', axis: '', y: '', range: [1, 10], others: [of('full', [1, 2, 3])] } as const
    const { series } = varianceChart(of('skip', [1, NaN, 3]), look)
    expect(series).toMatchObject([
      { id: 'variance of full', data: [1, 2, 3], lineStyle: { opacity: 0.45 } },
      { id: 'variance', data: [1, null, 3] },
    ])
  })
  it('whole decades hold all values', () => {
    expect(logRange([0, 3, 250])).toEqual([1, 1000])
    expect(logRange([0.02])).toEqual([0.01, 0.1])
    expect(logRange([])).toEqual([0.1, 1])
  })
})
