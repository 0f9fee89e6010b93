import type { ExactMatchName } from '../../src-preload/contract/metrics'

/** What is read out of an answer, and how it is compared with what is right: lm-evaluation-harness 0.4.13, filters and exact_match. */
export interface GenerationRule {
  /** Tokens at most, where the experiment says nothing. */
  readonly maxNewTokens: number
  /** An answer ends before the first of these texts. */
  readonly until: readonly string[]
  readonly filters: Readonly<Record<ExactMatchName, AnswerFilter>>
  /** Taken out of both before they are compared, one after the other. */
  readonly ignored: readonly RegExp[]
  readonly ignoresCase: boolean
}

/** The first or the last match of a pattern; of its groups the first that is not empty (filters/extraction.py, RegexFilter). */
interface AnswerFilter {
  readonly pattern: RegExp
  readonly takes: 'first' | 'last'
}

/** What stands for an answer in which a pattern has no match. */
const NOTHING = '[invalid]'

/** What a filter reads out of an answer. */
export function extracted({ pattern, takes }: AnswerFilter, text: string): string {
  const matches = [...text.matchAll(new RegExp(pattern, 'g'))]
  const match = takes === 'first' ? matches[0] : matches.at(-1)
  if (!match) return NOTHING
  const [whole, ...groups] = match
  return (groups.length === 0 ? whole : (groups.find((g) => g) ?? NOTHING)).trim()
}

/** Whether what was read is what is right (api/metrics.py, exact_match). */
export function isExactMatch({ ignored, ignoresCase }: GenerationRule, found: string, target: string): boolean {
  const plain = (text: string): string => {
    const rest = ignored.reduce((t, pattern) => t.replaceAll(new RegExp(pattern, 'g'), ''), text)
    return ignoresCase ? rest.toLowerCase() : rest
  }
  return plain(found) === plain(target)
}
