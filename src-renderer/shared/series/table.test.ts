import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { toCsv, toJson, toLatex } from './table'

const table = {
  columns: ['series', 'x', 'value'],
  rows: [
    ['a "b", c', 1, 0.25],
    ['skip_50%', 3, null],
  ] as const,
}

describe('data of a figure', () => {
  it('csv reads back', () =>
    expect(parse(toCsv(table), { columns: true })).toEqual([
      { series: 'a "b", c', x: '1', value: '0.25' },
      { series: 'skip_50%', x: '3', value: '' },
    ]))
  it('json', () =>
    expect(JSON.parse(toJson(table))).toEqual([
      { series: 'a "b", c', x: 1, value: 0.25 },
      { series: 'skip_50%', x: 3, value: null },
    ]))
  it('latex escapes what it must', () => {
    const latex = toLatex(table, 'Fig. 11')
    expect(latex).toContain('skip\\_50\\% & 3 & -- \\\\')
    expect(latex).toContain('{lrr}')
  })
})
