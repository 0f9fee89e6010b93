import type { Item } from '@/shared/schedule/items'
import { stretchesOf } from '@/shared/schedule/stretches'

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
  let first = 0
  for (const [i, stretch] of stretchesOf(items).entries()) {
    const unit = units[i]
    if (!unit) break
    const last = first + stretch.length
    tokens.push({ ids: items.slice(first, last).map((x) => x.id), ...unit })
    first = last
  }
  return tokens
}

interface Unit {
  readonly from: number
  readonly to: number
}

function splitUnits(text: string): readonly Unit[] {
  const units: Unit[] = []
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
