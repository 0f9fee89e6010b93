import { consecutive } from '@/shared/schedule/stretches'
import type { Item } from '@/shared/schedule/items'

/** Which part of the text each item stands in: the selection is shown in both. Columns count from 0; the end is exclusive. */
export interface Token {
  readonly ids: readonly string[]
  readonly from: number
  readonly to: number
}

/** Tokens of the text that `textOf` writes for the items, the outermost branch's units only: a group is one token. */
export function tokensOf(items: readonly Item[], text: string): readonly Token[] {
  const units = splitUnits(text)
  const tokens: Token[] = []
  let at = 0
  for (let i = 0; i < items.length;) {
    const item = items[i] as Item
    let n = 1
    if (item.kind === 'cell') {
      const run = consecutive(items, i)
      if (run >= 3) n = run
      else while (isSameLayer(items[i + n], item.layer)) n++
    }
    const unit = units[at++]
    if (!unit) break
    tokens.push({ ids: items.slice(i, i + n).map((x) => x.id), from: unit.from, to: unit.to })
    i += n
  }
  return tokens
}

const isSameLayer = (item: Item | undefined, layer: number): boolean => item?.kind === 'cell' && item.layer === layer

function splitUnits(text: string): { from: number; to: number }[] {
  const units: { from: number; to: number }[] = []
  let depth = 0
  let from = -1
  for (let i = 0; i <= text.length; i++) {
    const c = text[i]
    if (c === '(') depth++
    if (c === ')') depth--
    if ((c === undefined || c === ' ') && depth === 0) {
      if (from >= 0) units.push({ from, to: i })
      from = -1
    } else if (from < 0) from = i
  }
  return units
}
