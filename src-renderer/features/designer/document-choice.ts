import type { Draft } from '@/shared/design/draft'

/** Which documents of each task: the first, some at random, or all; as the drop-down's value, `first 100`, `sample 100` or `all`. */
export type DocumentChoice = `${'first' | 'sample'} ${number}` | 'all'

const FIRST = [16, 32, 64, 100, 200, 500, 1000]
const SAMPLES = [100, 500]

export function documentChoice({ sample, limit }: Pick<Draft, 'sample' | 'limit'>): DocumentChoice {
  if (sample) return `sample ${sample.n}`
  return limit === null ? 'all' : `first ${limit}`
}

/** What can be chosen: the usual numbers, and the present one. */
export function documentChoices(draft: Pick<Draft, 'sample' | 'limit'>): readonly DocumentChoice[] {
  const firsts = new Set([...FIRST, ...(draft.limit === null ? [] : [draft.limit])])
  return [
    ...[...firsts].sort((a, b) => a - b).map((n): DocumentChoice => `first ${n}`),
    ...SAMPLES.map((n): DocumentChoice => `sample ${n}`),
    'all',
  ]
}

/** The number in a choice; null for all documents. */
export function documentCount(choice: DocumentChoice): number | null {
  return choice === 'all' ? null : Number(choice.split(' ')[1])
}

/** A chosen entry as the draft's; the seed of a random choice stays. */
export function chosenDocuments(choice: DocumentChoice, seed: number): Pick<Draft, 'sample' | 'limit'> {
  const n = documentCount(choice)
  if (n === null) return { limit: null, sample: null }
  return choice.startsWith('first') ? { limit: n, sample: null } : { limit: null, sample: { n, seed } }
}
