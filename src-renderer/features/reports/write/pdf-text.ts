import type { Content, ContentText } from 'pdfmake/interfaces'
import type { Token } from 'markdown-it'
import { markdownTokens } from '@/features/reports/markdown'

/** Markdown as the nodes of a PDF: headings, paragraphs, lists, quotes, code, tables, with their bold, italic and linked runs. */
export function pdfText(text: string): readonly Content[] {
  return blocks(new Reader(markdownTokens(text)), null)
}

/** Tokens one after the other. */
class Reader {
  private at = 0
  constructor(private readonly tokens: readonly Token[]) {}
  next(): Token | undefined {
    return this.tokens[this.at++]
  }
}

/** What stands up to the closing token. */
function blocks(reader: Reader, end: string | null): Content[] {
  const content: Content[] = []
  for (let token = reader.next(); token && token.type !== end; token = reader.next()) {
    const made = block(token, reader)
    if (made !== null) content.push(made)
  }
  return content
}

const HEADINGS: Readonly<Record<string, string>> = { h1: 'heading1', h2: 'heading2' }

function block(token: Token, reader: Reader): Content | null {
  switch (token.type) {
    case 'heading_open': {
      const text = inlineUntil(reader, 'heading_close')
      return { text, style: HEADINGS[token.tag] ?? 'heading3', headlineLevel: 1 }
    }
    case 'paragraph_open':
      return { text: inlineUntil(reader, 'paragraph_close'), style: 'paragraph' }
    case 'bullet_list_open':
      return { ul: items(reader, 'bullet_list_close'), style: 'paragraph' }
    case 'ordered_list_open':
      return { ol: items(reader, 'ordered_list_close'), start: Number(token.attrGet('start') ?? 1), style: 'paragraph' }
    case 'blockquote_open':
      return { stack: blocks(reader, 'blockquote_close'), style: 'quote' }
    case 'fence':
    case 'code_block':
      return { text: token.content.replace(/\n$/, ''), style: 'code', preserveLeadingSpaces: true }
    case 'hr':
      return { canvas: [{ type: 'line', x1: 0, y1: 4, x2: 200, y2: 4, lineWidth: 0.5 }], style: 'paragraph' }
    case 'table_open':
      return table(reader)
    case 'inline':
      return { text: runs(token.children ?? []) }
    default:
      return null
  }
}

function items(reader: Reader, end: string): Content[] {
  const list: Content[] = []
  for (let token = reader.next(); token && token.type !== end; token = reader.next())
    if (token.type === 'list_item_open') list.push({ stack: blocks(reader, 'list_item_close') })
  return list
}

function inlineUntil(reader: Reader, end: string): ContentText[] {
  const found: ContentText[] = []
  for (let token = reader.next(); token && token.type !== end; token = reader.next())
    if (token.type === 'inline') found.push(...runs(token.children ?? []))
  return found
}

function table(reader: Reader): Content {
  const rows: Content[][] = []
  for (let token = reader.next(); token && token.type !== 'table_close'; token = reader.next()) {
    if (token.type === 'tr_open') rows.push([])
    if (token.type === 'th_open') rows.at(-1)?.push({ text: inlineUntil(reader, 'th_close'), bold: true })
    if (token.type === 'td_open') rows.at(-1)?.push({ text: inlineUntil(reader, 'td_close') })
  }
  return { table: { headerRows: 1, body: rows }, layout: 'booktabs', style: 'table' }
}

/** The runs of a line, each with what is in force at its place. */
function runs(tokens: readonly Token[]): ContentText[] {
  const made: ContentText[] = []
  let [bold, italics] = [0, 0]
  let link: string | null = null
  const add = (text: string, more: Partial<ContentText> = {}): void => {
    made.push({
      text,
      ...(bold > 0 ? { bold: true } : {}),
      ...(italics > 0 ? { italics: true } : {}),
      ...(link === null ? {} : { link, color: '#2f5d62' }),
      ...more,
    })
  }
  for (const token of tokens) {
    switch (token.type) {
      case 'strong_open':
      case 'strong_close':
        bold += token.nesting
        break
      case 'em_open':
      case 'em_close':
        italics += token.nesting
        break
      case 'link_open':
        link = String(token.attrGet('href') ?? '')
        break
      case 'link_close':
        link = null
        break
      case 'code_inline':
        add(token.content, { font: 'Mono', fontSize: 8.6 })
        break
      case 'softbreak':
        add(' ')
        break
      case 'hardbreak':
        add('\n')
        break
      default:
        if (token.content !== '') add(token.content)
    }
  }
  return made
}
