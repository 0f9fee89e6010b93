import { escaped } from '@/shared/charts/svg-text'
import { markdownHtml } from '@/features/reports/markdown'
import type { PrintedBlock, PrintedMethod, PrintedReport, PrintedTable, ReportWords } from '@/features/reports/printed'

/**
 * A report as one HTML file that needs nothing else: figures as SVG with their data below, fonts inside.
 *
 * @param faces `@font-face` rules of the fonts that its texts are set in
 */
export function reportHtml({ name, rows }: PrintedReport, words: ReportWords, language: string, faces: string): string {
  const content = rows.map((row) =>
    row.length === 1
      ? row.map((b) => blockHtml(b, words)).join('')
      : `<div class="pair">${row.map((b) => blockHtml(b, words)).join('')}</div>`,
  )
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="generator" content="Atelier">',
    `<title>${escaped(name)}</title><style>${faces}${STYLE}</style></head>`,
    `<body><main><h1>${escaped(name)}</h1>${content.join('\n')}</main></body></html>\n`,
  ].join('\n')
}

const STYLE = `
body{margin:0;background:#fff;color:#1d1b18;font:15px/1.5 Inter,system-ui,sans-serif}
main{max-width:174mm;margin:0 auto;padding:18mm 6mm}
h1{font-size:24px;line-height:1.25}h2{font-size:19px}h3{font-size:16px}
figure{margin:20px 0}figure svg{max-width:100%;height:auto;display:block}
figcaption,caption{font-size:13px;line-height:1.45;color:#4b4740;text-align:left}
caption{padding-bottom:6px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:4mm}
table{border-collapse:collapse;font-size:13px;width:100%;margin:16px 0;border-top:1.5px solid;border-bottom:1.5px solid}
th,td{padding:3px 8px;text-align:left;font-variant-numeric:tabular-nums;vertical-align:top}
thead tr{border-bottom:1px solid}.right{text-align:right}
details{font-size:12px}details table{font-size:11px;display:block;overflow:auto;max-height:60vh;border:0}
pre{font:12px/1.45 "JetBrains Mono",ui-monospace,monospace;background:#f5f2ec;padding:8px 10px;overflow:auto}
code{font-family:"JetBrains Mono",ui-monospace,monospace;font-size:.92em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-size:13px}dt{color:#6b655c}dd{margin:0;overflow-wrap:anywhere}
@media print{details{display:none}figure,table{break-inside:avoid}}`

function blockHtml(block: PrintedBlock, words: ReportWords): string {
  switch (block.kind) {
    case 'text':
      return markdownHtml(block.text)
    case 'figure':
      return (
        `<figure id="${escaped(block.id)}">${inline(block.drawing.svg, block.id)}` +
        `<figcaption><b>${escaped(block.label)}.</b> ${escaped(block.caption)}</figcaption>` +
        `<details><summary>${escaped(words.data)}</summary>${dataHtml(block.data)}</details></figure>`
      )
    case 'table':
      return tableHtml(block)
    case 'method':
      return methodHtml(block)
  }
}

/** Several drawings stand in one document: their ids must not meet, and each is scaled by its own box. */
const inline = (svg: string, id: string): string =>
  svg
    .replaceAll(/(\sid="|url\(#|href="#)/g, `$1${id}-`)
    .replaceAll(/class="[^"]*"/g, '')
    .replace('<svg ', '<svg role="img" ')

const cells = (row: readonly string[], tag: 'th' | 'td', align: readonly ('left' | 'right')[]): string =>
  `<tr>${row.map((c, i) => `<${tag}${align[i] === 'right' ? ' class="right"' : ''}>${escaped(c)}</${tag}>`).join('')}</tr>`

const tableHtml = ({ id, label, caption, head, align, rows }: PrintedTable): string =>
  `<table id="${escaped(id)}"><caption><b>${escaped(label)}.</b> ${escaped(caption)}</caption>` +
  `<thead>${cells(head, 'th', align)}</thead><tbody>${rows.map((r) => cells(r, 'td', align)).join('')}</tbody></table>`

const dataHtml = ({ columns, rows }: PrintedTable['data']): string =>
  `<table><thead>${cells(columns, 'th', [])}</thead><tbody>${rows
    .map((r) =>
      cells(
        r.map((c) => String(c ?? '')),
        'td',
        [],
      ),
    )
    .join('')}</tbody></table>`

const methodHtml = ({ title, runs }: PrintedMethod): string =>
  `<section><h2>${escaped(title)}</h2>${runs
    .map(
      ({ name, facts, command }) =>
        `<h3>${escaped(name)}</h3><dl>${facts.map(([n, v]) => `<dt>${escaped(n)}</dt><dd>${escaped(v)}</dd>`).join('')}</dl>` +
        `<pre>${escaped(command)}</pre>`,
    )
    .join('')}</section>`
