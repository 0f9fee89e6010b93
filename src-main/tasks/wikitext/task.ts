import { z } from 'zod'
import { defineTask, PYTHON_SPACE, wholeText } from '../task'

/** WikiText-2 (Merity et al., 2016) by whole articles; its words and bytes are counted before the text is put together again. */
export const wikitext = defineTask({
  id: 'wikitext',
  version: 1,
  kind: 'rolling',
  metrics: ['word_perplexity', 'byte_perplexity', 'bits_per_byte'],
  floor: 0,
  source: {
    dataset: 'EleutherAI/wikitext_document_level',
    split: 'wikitext-2-raw-v1/test',
    documents: 62,
    licence: 'CC-BY-SA-3.0',
  },
  row: z.object({ page: z.string().min(1) }),
  document: ({ page }) => wholeText(detokenized(page), page),
})

/** What stands for what in WikiText's way of writing punctuation apart. */
const APART: readonly (readonly [string, string])[] = [
  [' @-@ ', '-'],
  [' @,@ ', ','],
  [' @.@ ', '.'],
  ...[':', ';', '.', '!', '?', ','].map((mark) => [` ${mark} `, `${mark} `] as const),
]
const PAIRS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
]
const REST: readonly (readonly [string, string])[] = [
  ['= = = =', '===='],
  ['= = =', '==='],
  ['= =', '=='],
  [' \u00b0 ', '\u00b0'],
  [' \n', '\n'],
  ['\n ', '\n'],
  [' N ', ' 1 '],
  [" 's", "'s"],
]

function detokenized(page: string): string {
  // /' [0-9]/ stands with its slashes in lm-evaluation-harness's own rule, and means them
  let text = page.replaceAll("s '", "s'").replaceAll("/' [0-9]/", "/'[0-9]/")
  for (const [apart, together] of APART) text = text.replaceAll(apart, together)
  for (const [open, close] of PAIRS) {
    const inside = new RegExp(`\\${open}(?:${PYTHON_SPACE})?([^\\${close}]*?)(?:${PYTHON_SPACE})?\\${close}`, 'g')
    text = text.replace(inside, (_, inner: string) => open + inner + close)
  }
  for (const [apart, together] of REST) text = text.replaceAll(apart, together)
  return text
}
