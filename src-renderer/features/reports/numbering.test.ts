import { describe, expect, it } from 'vitest'
import type { ReportBlock, ReportContent } from '@contract/report'
import { danglingIn, numbered, referred, rowsOf } from './numbering'

const origin = { runs: [], address: '', takenAt: '' }
const data = { columns: [], rows: [] }
const drawing = { svg: '<svg/>', width: 1, height: 1 }
const block = (id: string, content: ReportContent): ReportBlock => ({ id, revision: 0, content })
const figure = (id: string, width: 'page' | 'column' = 'page'): ReportBlock => {
  const drawings = { page: drawing, column: drawing }
  return block(id, { kind: 'figure', key: id, title: '', caption: '', width, drawings, data, origin })
}
const table = (id: string): ReportBlock =>
  block(id, { kind: 'table', key: id, caption: '', head: ['a'], align: ['left'], rows: [], data, origin })
const text = (id: string): ReportBlock => block(id, { kind: 'text', text: '' })
const words = { figure: (n: number) => `Figure ${n}`, table: (n: number) => `Table ${n}` }

describe('numbers and references', () => {
  it('follow the order of the page, figures and tables each by themselves', () => {
    const { labels, references } = numbered([figure('order'), text('t'), table('pair'), figure('loops')], words)
    expect([...labels]).toEqual([
      ['order', 'Figure 1'],
      ['pair', 'Table 1'],
      ['loops', 'Figure 2'],
    ])
    const told = 'As @fig:loops, @tab:pair and @fig:order. show; @fig:other does not.'
    expect(referred(told, references)).toBe('As Figure 2, Table 1 and Figure 1. show; @fig:other does not.')
    expect(danglingIn(`${told} @fig:other`, references)).toEqual(['@fig:other'])
  })

  it('a key that begins like another one is not taken for it', () => {
    const { references } = numbered([figure('fig11'), figure('fig11-2')], words)
    expect(referred('@fig:fig11-2, @fig:fig11', references)).toBe('Figure 2, Figure 1')
  })
})

it('two figures of a column share a row, a third begins the next', () => {
  const blocks = [figure('a', 'column'), figure('b', 'column'), figure('c', 'column'), text('t'), figure('d', 'column')]
  expect(rowsOf(blocks).map((row) => row.map((b) => b.id))).toEqual([['a', 'b'], ['c'], ['t'], ['d']])
})
