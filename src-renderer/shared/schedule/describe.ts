import type { GroupItem, Item } from './items'
import { layerUses } from './layer-uses'
import { stretchesOf, type Stretch } from './stretches'

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

const sequence = (items: readonly Item[], words: StripWords): string =>
  stretchesOf(items)
    .map((stretch) => phrase(stretch, words))
    .join(words.then)

function phrase(stretch: Stretch, words: StripWords): string {
  switch (stretch.kind) {
    case 'group': {
      const inside = groupPhrase(stretch.group, words)
      return stretch.group.count > 1 ? words.repeated(inside, stretch.group.count) : inside
    }
    case 'range':
      return stretch.to > stretch.from ? words.layers(stretch.from, stretch.to) : words.down(stretch.from, stretch.to)
    case 'layer':
      return stretch.length > 1 ? words.times(stretch.layer, stretch.length) : words.one(stretch.layer)
  }
}

function groupPhrase({ branches }: GroupItem, words: StripWords): string {
  const [only, ...others] = branches
  if (only && others.length === 0) return sequence(only, words)
  const phrases = branches.map((b) => (b.length === 0 ? words.input : sequence(b, words)))
  return words.mean(branches.length, phrases.join(words.between))
}
