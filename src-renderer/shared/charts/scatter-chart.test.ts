import { expect, it } from 'vitest'
import { paintSvg } from './paint-svg'
import { scatterChart } from './scatter-chart'

const look = { theme: 'light' as const, x: 'A', y: 'B' }

it('a mark a document, by how it fared; what is not finite has no place', () => {
  const option = scatterChart(
    [
      [-1, -2, 0],
      [-3, -0.5, 2],
      [-7, -12, 1],
      [-Infinity, -1, 1],
    ],
    look,
  )
  const series = option.series as { id?: string; data: unknown[] }[]
  expect(series.map((s) => [s.id, s.data.length])).toEqual([
    [undefined, 2],
    ['kind 0', 1],
    ['kind 1', 1],
    ['kind 2', 1],
  ])
  expect(option.xAxis).toMatchObject({ min: -12, max: expect.closeTo(0.36), name: 'A' })
  expect(paintSvg(option, 300, 300)).not.toContain('NaN')
})
it('without documents the axes are still there', () =>
  expect(scatterChart([], look).yAxis).toMatchObject({ min: -1, max: expect.closeTo(0.03) }))
