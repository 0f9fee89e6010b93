import type { FigureContent, ReportBlock, TableContent } from '@contract/report'
import { factsOf, type MethodWords } from './method'
import { numbered, referred, rowsOf, type NumberWords } from './numbering'

/** A report as it is read, on the screen, in a PDF and as a web page: numbered, referred to, in rows. */

export interface ReportWords extends NumberWords {
  readonly method: string
  readonly data: string
  readonly page: (n: number, of: number) => string
  readonly facts: MethodWords
}

interface PrintedFigure {
  readonly kind: 'figure'
  readonly id: string
  readonly label: string
  readonly title: string
  readonly caption: string
  readonly width: FigureContent['width']
  readonly drawing: FigureContent['drawings']['page']
  readonly data: FigureContent['data']
}
export interface PrintedTable extends Pick<TableContent, 'kind' | 'caption' | 'head' | 'align' | 'rows' | 'data'> {
  readonly id: string
  readonly label: string
}
export interface PrintedMethod {
  readonly kind: 'method'
  readonly id: string
  readonly title: string
  readonly runs: readonly {
    readonly name: string
    readonly facts: readonly (readonly [name: string, value: string])[]
    readonly command: string
  }[]
}
export type PrintedBlock =
  { readonly kind: 'text'; readonly id: string; readonly text: string } | PrintedFigure | PrintedTable | PrintedMethod

export interface PrintedReport {
  readonly name: string
  readonly rows: readonly (readonly PrintedBlock[])[]
}

export function printedReport(name: string, blocks: readonly ReportBlock[], words: ReportWords): PrintedReport {
  const { labels, references } = numbered(blocks, words)
  const printed = ({ id, content }: ReportBlock): PrintedBlock => {
    const label = labels.get(id) ?? ''
    switch (content.kind) {
      case 'text':
        return { kind: 'text', id, text: referred(content.text, references) }
      case 'figure': {
        const { title, width, drawings, data } = content
        const caption = referred(content.caption, references)
        return { kind: 'figure', id, label, title, caption, width, drawing: drawings[width], data }
      }
      case 'table': {
        const { head, align, rows, data } = content
        return { kind: 'table', id, label, caption: referred(content.caption, references), head, align, rows, data }
      }
      case 'method':
        return {
          kind: 'method',
          id,
          title: words.method,
          runs: content.runs.map((r) => ({ name: r.name, facts: factsOf(r, words.facts), command: r.command })),
        }
    }
  }
  return { name, rows: rowsOf(blocks).map((row) => row.map(printed)) }
}
