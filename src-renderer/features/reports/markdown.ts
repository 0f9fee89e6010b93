import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'

/** CommonMark with tables; HTML in it is shown as it is written, links lead to the web only. */
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false })
markdown.validateLink = (address) => /^(https?:|mailto:|#)/i.test(address.trim())
// a report brings its figures itself: nothing is fetched
markdown.disable('image')

/** Without inline styles, which the page does not allow: columns of tables are aligned by class. */
export const markdownHtml = (text: string): string =>
  markdown.render(text).replaceAll(/ style="text-align:(\w+)"/g, ' class="$1"')
export const markdownTokens = (text: string): readonly Token[] => markdown.parse(text, {})
