import type { EChartsOption } from 'echarts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import { loopFigure, loopPlaces } from '@/shared/series/loops'
import { subjectsOf } from '@/shared/series/subject'
import { madeFigure, madeRun, madeScored, NORMALISED, RAW } from '../../../test/support/figure-source'
import { PRINT, SCREEN } from './chart-sizes'
import { heatmapChart } from './heatmap-chart'
import { lineChart } from './line-chart'
import { CHART_FONT } from './look'
import { paintSvg } from './paint-svg'
import { scatterChart } from './scatter-chart'
import { similarityChart } from './similarity-chart'
import { varianceChart } from './variance-chart'

const run = madeRun(['full', 'skip(s=*)', 'parallel(s=3)', 'looped-parallel(s=3,n=2..3)'], (p) => 1 - p / 15)
const lines = madeFigure([run], ([subject]) => allVariants(subject, NORMALISED), NORMALISED)
const places = loopPlaces(subjectsOf([run])[0]!)
const pointsOf = places.map((p) => p.point)
const loops = loopFigure(places, madeScored([run], pointsOf, RAW), RAW)
const positions = ['emb', '0', '1', '2', '3', '4', '5', '6']
const states = {
  title: 'm',
  positions,
  cosine: positions.flatMap((_, i) => positions.map((__, j) => 1 - Math.abs(i - j) / 8)),
  variance: positions.map((_, i) => i + 1),
  groups: [
    { name: 'middle' as const, from: 1, to: 5 },
    { name: 'end' as const, from: 6, to: 7 },
  ],
  nLayers: 7,
  nDocs: 16,
}
const words = {
  x: 'x',
  y: 'y',
  full: 'full model',
  fullOnHalf: 'full model, same half',
  floor: 'random guess',
  parallel: '1 (parallel)',
}
const theme = 'light' as const

/** Every kind of chart, with all that is written in it. */
const CHARTS: readonly (readonly [name: string, texts: readonly string[], option: EChartsOption])[] = [
  SCREEN,
  PRINT,
].flatMap(
  (sizes) =>
    [
      [
        'lines',
        ['full model', 'the skip'],
        lineChart(lines, {
          ...{ theme, words, sizes, errors: true, log: false, metric: 'normalised' as const, formatY: String },
          nameOf: (line) => `the ${line.name.text}`,
          references: [{ name: 'the paper', points: [[1, 0.5] as const, [6, 0.2] as const] }],
        }),
      ],
      [
        'cells',
        ['\u2212.20', '1 (parallel)'],
        heatmapChart(loops, {
          ...{ theme, words, sizes, formatCell: () => '\u2212.20', selected: null },
          ...{ range: [0, 1] as const, lowerIsBetter: false },
        }),
      ],
      [
        'similarity',
        ['middle', 'end', 'emb'],
        similarityChart(states, {
          ...{ theme, sizes, words: { axis: 'x', groups: { beginning: 'beginning', middle: 'middle', end: 'end' } } },
        }),
      ],
      [
        'variance',
        ['variance', 'emb'],
        varianceChart(
          { name: 'm', color: '#000', symbol: 'circle', positions, values: states.variance, middle: [1, 3] },
          { theme, sizes, axis: 'x', y: 'variance', range: [1, 10], others: [] },
        ),
      ],
      ['scatter', ['under a', 'under b'], scatterChart([[-1, -2, 0]], { theme, x: 'under a', y: 'under b' })],
    ] as const,
)

describe('what a chart writes', () => {
  it.each(CHARTS)('%s: %j and all else is set in the font that is embedded', (_, texts, option) => {
    const svg = paintSvg(option, 480, 420)
    const tags = [...svg.matchAll(/<text[^>]*>(?=([^<]*))/g)].map(([tag, text]) => ({ tag, text: text! }))
    for (const text of texts) expect(tags.map((t) => t.text)).toContain(text)
    for (const { tag, text } of tags) expect(/font-family="([^"]*)"/.exec(tag)?.[1], text).toBe(CHART_FONT)
  })
  it('is written by one function, which knows the font', () => {
    const files = readdirSync(import.meta.dirname).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
    const own = files.filter((f) => /type: 'text'/.test(readFileSync(join(import.meta.dirname, f), 'utf8')))
    expect(own).toEqual(['mark-text.ts'])
  })
})
