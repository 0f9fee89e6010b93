import { consecutive, layerUses, type CellItem, type Item } from './items'

/** Words for describing a schedule, in the page's language. */
export interface StripWords {
  readonly applications: (n: number) => string
  readonly layers: (from: number, to: number) => string
  readonly down: (from: number, to: number) => string
  readonly one: (layer: number) => string
  readonly times: (layer: number, n: number) => string
  readonly mean: (n: number, branches: string) => string
  readonly repeated: (what: string, n: number) => string
  readonly input: string
  readonly then: string
  readonly between: string
}

/** A sentence for a schedule: what a strip shows, for those who do not see it. */
export function describeStrip(items: readonly Item[], words: StripWords): string {
  const applications = [...layerUses(items).values()].reduce((a, b) => a + b, 0)
  return `${words.applications(applications)} ${sequence(items, words)}`
}

function sequence(items: readonly Item[], words: StripWords): string {
  const parts: string[] = []
  for (let i = 0; i < items.length;) {
    const item = items[i] as Item
    if (item.kind === 'group') {
      const inside =
        item.branches.length === 1
          ? sequence(item.branches[0] as readonly Item[], words)
          : words.mean(
              item.branches.length,
              item.branches.map((b) => (b.length === 0 ? words.input : sequence(b, words))).join(words.between),
            )
      parts.push(item.count > 1 ? words.repeated(inside, item.count) : inside)
      i++
      continue
    }
    const run = consecutive(items, i)
    if (run >= 3) {
      const last = (items[i + run - 1] as CellItem).layer
      parts.push(last > item.layer ? words.layers(item.layer, last) : words.down(item.layer, last))
      i += run
      continue
    }
    let same = 1
    for (let next = items[i + same]; next?.kind === 'cell' && next.layer === item.layer; next = items[i + same]) same++
    parts.push(same > 1 ? words.times(item.layer, same) : words.one(item.layer))
    i += same
  }
  return parts.join(words.then)
}
