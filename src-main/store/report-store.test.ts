import { beforeEach, describe, expect, it } from 'vitest'
import { newDatabase, newRun } from '../../test/support/store'
import type { ReportContent } from '../../src-preload/contract/report'
import type { Database } from './database'
import { mergeDatabase } from './merge'
import { ReportStore } from './report-store'
import { RunLabels } from './run/run-labels'
import { RunRecords } from './run/run-records'

let db: Database
let reports: ReportStore
let report: string
beforeEach(async () => {
  db = (await newDatabase()).db
  reports = new ReportStore(db)
  report = reports.create('Painters').id
})
const text = (words: string): ReportContent => ({ kind: 'text', text: words })
const table = (runs: readonly string[]): ReportContent => ({
  kind: 'table',
  key: 'pair',
  caption: '',
  head: ['task'],
  align: ['left'],
  rows: [['sense']],
  data: { columns: ['task'], rows: [['sense']] },
  origin: { runs: [...runs], address: '', takenAt: '2026-11-26T00:00:00Z' },
})
const words = (): string[] =>
  reports.get(report).blocks.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))

describe('the blocks of a report', () => {
  it('stand where they are put, and stay in order however often they are moved', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((w) => reports.add(report, text(w), null).id) as [string, string, string]
    reports.add(report, text('before b'), b)
    expect(words()).toEqual(['a', 'before b', 'b', 'c'])
    for (let i = 0; i < 200; i++) reports.moveBlock(i % 2 ? a : c, i % 2 ? c : b)
    reports.moveBlock(c, a)
    reports.moveBlock(b, null)
    expect(words()).toEqual(['before b', 'c', 'a', 'b'])
  })

  it('are changed only from the state that they are in', () => {
    const { id } = reports.add(report, text('first'), null)
    expect(reports.changeBlock(id, text('second'), 0)).toMatchObject({ revision: 1 })
    expect(reports.changeBlock(id, text('of another window'), 0)).toBeNull()
    expect(words()).toEqual(['second'])
  })

  it('that are taken out come back where they stood', () => {
    const ids = ['a', 'b', 'c'].map((w) => reports.add(report, text(w), null).id)
    reports.removeBlock(ids[1]!)
    expect(words()).toEqual(['a', 'c'])
    reports.restoreBlock(ids[1]!)
    expect(words()).toEqual(['a', 'b', 'c'])
  })

  it('outlive their runs, and tell which of them are gone', () => {
    const run = new RunRecords(db).create(newRun(db, [['full', '0 1']]))
    reports.add(report, table([run]), null)
    expect(reports.get(report).missingRuns).toEqual([])
    db.prepare("UPDATE run SET status = 'done'").run()
    new RunLabels(db).delete([run])
    expect(reports.get(report)).toMatchObject({ missingRuns: [run], blocks: [{ content: { rows: [['sense']] } }] })
  })
})

describe('reports', () => {
  it('are listed by their last change, renamed, duplicated, taken out and brought back', () => {
    reports.add(report, text('a'), null)
    const copy = reports.duplicate(report, 'Copy')
    expect(
      reports
        .list()
        .map((r) => [r.name, r.nBlocks])
        .sort(),
    ).toEqual([
      ['Copy', 1],
      ['Painters', 1],
    ])
    reports.remove(copy.id)
    reports.rename(report, 'Layers')
    expect(reports.list().map((r) => r.name)).toEqual(['Layers'])
    reports.restore(copy.id)
    expect(reports.list()).toHaveLength(2)
  })

  it('one that is not there is told so', () => {
    for (const work of [
      () => reports.get('x'),
      () => reports.add('x', text(''), null),
      () => reports.moveBlock('x', null),
    ])
      expect(work).toThrowError(expect.objectContaining({ code: 'store.unknown-report' }) as Error)
  })

  it('come along when databases are merged, and nothing here is overwritten', async () => {
    const other = (await newDatabase()).db
    reports.add(report, text('of here'), null)
    mergeDatabase(other, db)
    const there = new ReportStore(other)
    expect(there.get(report).blocks.map((b) => b.content)).toEqual([text('of here')])
    there.changeBlock(there.get(report).blocks[0]!.id, text('of there'), 0)
    mergeDatabase(other, db)
    expect(there.get(report).blocks.map((b) => b.content)).toEqual([text('of there')])
  })
})
