import type { LineFigure } from '@/shared/series/line'
import type { Reference } from '@/shared/series/reference'
import type { ScoreChoice } from '@/shared/series/score'
import type { Subject } from '@/shared/series/subject'
import type { LinesDefinition, Panel } from './definition'

/** Curves of a file, laid under a figure, with what they were laid under: they say nothing about another model or score. */
export interface LaidReference {
  readonly file: string
  readonly references: readonly Reference[]
  readonly under: Under
}

interface Under {
  readonly subjects: readonly { readonly key: string; readonly name: string }[]
  /** Of which score, for a program and for a person. */
  readonly score: string
  readonly scoreText: string
}

export const underOf = (
  { isByTask }: Pick<LinesDefinition, 'isByTask'>,
  subjects: readonly Subject[],
  { score, task, metric }: ScoreChoice,
  scoreText: string,
): Under => ({
  subjects: subjects.map(({ key, name }) => ({ key, name })),
  score: isByTask ? score : [score, task, metric].join(' '),
  scoreText,
})

/**
 * Why a file's curves are not drawn; null where they are. `axis`: they are by M, and would stand at other places of a share;
 * `under`: another model or score is drawn than they were laid under.
 */
export function misfitOf({ under }: LaidReference, now: Under, x: 'layers' | 'share'): 'axis' | 'under' | null {
  const isSame = under.score === now.score && now.subjects.some((s) => under.subjects.some((own) => own.key === s.key))
  if (!isSame) return 'under'
  return x === 'share' ? 'axis' : null
}

/** Names are compared as a person writes them: `Middle repeat` is `middle-repeat`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')

/**
 * The curves that belong into a panel: all of them where it has every variant, else those of its own; named with the file that
 * they are from, so that they are not taken for what was measured here.
 *
 * @param variantText what a person sees a variant called
 */
export function referencesIn(
  { file, references, under }: LaidReference,
  { subject, variant, figure }: Pick<Panel, 'subject' | 'variant'> & { readonly figure: Pick<LineFigure, 'lines'> },
  variantText: (variant: string) => string,
): readonly Reference[] {
  if (figure.lines.length === 0) return []
  if (subject && !under.subjects.some((s) => s.key === subject.key)) return []
  const own = variant === null ? null : new Set([plain(variant), plain(variantText(variant))])
  return references
    .filter(({ name }) => own === null || own.has(plain(name)))
    .map(({ name, points }) => ({ name: name === '' ? file : `${name} (${file})`, points }))
}
