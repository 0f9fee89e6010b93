import type { GroupItem, Item } from './items'
import { stretchesOf, type Stretch } from './stretches'

/** The plan notation of items, brackets kept; the empty schedule is the identity. */
export function textOf(items: readonly Item[]): string {
  return stepsText(items) || '(_)'
}

const stepsText = (items: readonly Item[]): string => stretchesOf(items).map(unitText).join(' ')

function unitText(stretch: Stretch): string {
  switch (stretch.kind) {
    case 'group':
      return `${groupText(stretch.group)}${timesText(stretch.group.count)}`
    case 'range':
      return `${stretch.from}..${stretch.to}`
    case 'layer':
      return `${stretch.layer}${timesText(stretch.length)}`
  }
}

const timesText = (times: number): string => (times > 1 ? `*${times}` : '')

/** Three or more single layers that go up by one are written `first|..|last`. */
function groupText({ branches }: GroupItem): string {
  const single = branches.map((b) => (b.length === 1 && b[0]?.kind === 'cell' ? b[0].layer : undefined))
  const parts: string[] = []
  let writtenTo = 0
  for (const [i, branch] of branches.entries()) {
    if (i < writtenTo) continue
    const first = single[i]
    let n = 1
    if (first !== undefined) while (single[i + n] === first + n) n++
    if (first !== undefined && n >= 3) {
      parts.push(String(first), '..', String(first + n - 1))
      writtenTo = i + n
    } else parts.push(stepsText(branch) || '_')
  }
  return `(${parts.join('|')})`
}
