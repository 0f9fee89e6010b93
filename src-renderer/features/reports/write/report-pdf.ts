import type { Column, Content, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces'
import { PT } from '@/shared/charts/chart-sizes'
import { PAGE, PAGE_WIDTHS } from '@/shared/report/page'
import type { PrintedBlock, PrintedMethod, PrintedReport, PrintedTable, ReportWords } from '@/features/reports/printed'
import { pdfText } from './pdf-text'

const MM = 72 / 25.4
const INK = '#1d1b18'
const SOFT = '#4b4740'

/** Lines above, below the head, and below, as a journal sets tables. */
export const LAYOUTS: Readonly<Record<string, CustomTableLayout>> = {
  booktabs: {
    hLineWidth: (i, node) => (i === 0 || i === node.table.body.length ? 0.9 : i === 1 ? 0.5 : 0),
    vLineWidth: () => 0,
    paddingLeft: (i) => (i === 0 ? 0 : 4),
    paddingRight: (i, node) => (i === (node.table.widths?.length ?? 0) - 1 ? 0 : 4),
    paddingTop: () => 1.6,
    paddingBottom: () => 1.6,
  },
}

/** A report as pdfmake sets it: A4, text as text, figures as vectors, none of them parted from its caption, heads repeated. */
export function reportPdf({ name, rows }: PrintedReport, words: ReportWords): TDocumentDefinitions {
  return {
    pageSize: { width: PAGE.width * MM, height: PAGE.height * MM },
    pageMargins: PAGE.margin * MM,
    info: { title: name, creator: 'Atelier' },
    defaultStyle: { font: 'Inter', fontSize: 9.5, lineHeight: 1.25, color: INK },
    styles: {
      title: { fontSize: 17, bold: true, margin: [0, 0, 0, 10] },
      heading1: { fontSize: 14, bold: true, margin: [0, 10, 0, 4] },
      heading2: { fontSize: 12, bold: true, margin: [0, 8, 0, 3] },
      heading3: { fontSize: 10.5, bold: true, margin: [0, 6, 0, 2] },
      paragraph: { margin: [0, 0, 0, 6] },
      quote: { margin: [12, 0, 0, 6], italics: true, color: SOFT },
      code: { font: 'Mono', fontSize: 8, lineHeight: 1.2, background: '#f5f2ec', margin: [0, 2, 0, 6] },
      table: { fontSize: 8, lineHeight: 1.1, margin: [0, 4, 0, 10] },
      caption: { fontSize: 8, lineHeight: 1.2, color: SOFT, margin: [0, 3, 0, 0] },
    },
    content: [{ text: name, style: 'title', outline: true }, ...rows.map((row) => rowPdf(row))],
    footer: (page, of) => ({
      text: words.page(page, of),
      alignment: 'center',
      fontSize: 7.5,
      color: SOFT,
      margin: [0, 8],
    }),
    // a heading is not left alone at the foot of a page
    pageBreakBefore: (node, nodes) => node.headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
  }
}

function rowPdf(row: readonly PrintedBlock[]): Content {
  const [only, second] = row
  if (only && !second) return blockPdf(only)
  const columns: Column[] = row.map((b) => ({ width: PAGE_WIDTHS.column * MM, stack: [blockPdf(b)] }))
  return { columns, columnGap: (PAGE_WIDTHS.page - 2 * PAGE_WIDTHS.column) * MM, unbreakable: true }
}

function blockPdf(block: PrintedBlock): Content {
  switch (block.kind) {
    case 'text':
      return { stack: [...pdfText(block.text)] }
    case 'figure':
      return {
        unbreakable: true,
        margin: [0, 6, 0, 10],
        stack: [
          { svg: block.drawing.svg, width: block.drawing.width / PT },
          { text: [{ text: `${block.label}. `, bold: true }, block.caption], style: 'caption' },
        ],
      }
    case 'table':
      return tablePdf(block)
    case 'method':
      return methodPdf(block)
  }
}

/** Its caption stands above, and on the page of its head. */
function tablePdf({ label, caption, head, align, rows }: PrintedTable): Content {
  const cell = (text: string, i: number, bold: boolean): Content => ({ text, alignment: align[i] ?? 'left', bold })
  return {
    margin: [0, 6, 0, 0],
    stack: [
      { text: [{ text: `${label}. `, bold: true }, caption], style: 'caption', headlineLevel: 1 },
      {
        style: 'table',
        layout: 'booktabs',
        table: {
          headerRows: 1,
          dontBreakRows: true,
          keepWithHeaderRows: 1,
          widths: head.map(() => 'auto' as const),
          body: [
            head.map((c, i) => cell(c, i, true)),
            ...rows.map((r) => head.map((_, i) => cell(r[i] ?? '', i, false))),
          ],
        },
      },
    ],
  }
}

const methodPdf = ({ title, runs }: PrintedMethod): Content => ({
  stack: [
    { text: title, style: 'heading1', headlineLevel: 1, outline: true },
    ...runs.flatMap(({ name, facts, command }): Content[] => [
      { text: name, style: 'heading3', headlineLevel: 1 },
      {
        style: 'table',
        layout: 'noBorders',
        table: {
          widths: ['auto', '*'],
          body: facts.map(([n, v]) => [{ text: n, color: SOFT }, v]),
        },
      },
      { text: command, style: 'code', preserveLeadingSpaces: true, wordBreak: 'break-all' },
    ]),
  ],
})
