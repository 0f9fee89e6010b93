import { describe, expect, it } from 'vitest'
import { madeRun } from '../../../test/support/figure-source'
import { runsData } from '@/features/compare/runs-data'
import { runData } from '@/features/runs/run-data'
import { notebookSnippet } from './notebook-snippet'
import { similarityTable } from './similarity'

const table = (...columns: string[]) => ({ columns, rows: [] })
const columnsRead = (code: string): string[] => [...code.matchAll(/\["(\w+)"\]/g)].map((m) => m[1]!)

describe('a snippet for a notebook', () => {
  const lines = table('model', 'series', 'task', 'normalised', 'M', 'layer', 'value', 'error')
  it('reads the file by its name, whatever that holds', () => {
    expect(notebookSnippet('fig11 "a".csv', lines)).toContain('pd.read_csv("fig11 \\"a\\".csv")')
  })

  it.each([
    ['lines', lines, 'errorbar'],
    ['a map', table('model', 'M', 'n', 'value', 'best'), 'pivot(index="n", columns="M", values="value")'],
    ['similarities', similarityTable([], false), 'values="cosine"'],
    ['the plans of a run', runData(madeRun(['full'], () => 1)), 'groupby(["run_name", "task", "metric"]'],
    ['compared runs', runsData(null, [], [], ''), 'groupby(["run_name", "task", "metric"]'],
  ])('draws %s, from columns that the CSV has', (_, of, drawing) => {
    const code = notebookSnippet('x.csv', of)
    expect(code).toContain(drawing)
    const made = [...code.matchAll(/data\["(\w+)"\] =/g)].map((m) => m[1]!)
    expect([...of.columns, ...made]).toEqual(expect.arrayContaining(columnsRead(code)))
  })

  it('of a table that it does not know, shows the first rows', () => {
    expect(notebookSnippet('x.csv', table('a'))).toMatch(/data\.head\(\)\n$/)
  })
})
