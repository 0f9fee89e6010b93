import { readVariant } from '@/shared/plan/plan-text'
import { FIGURES, type FigureId } from './catalogue'
import { SWEPT } from '@/shared/series/lines'

/** The tag of an experiment that was set up from a preset: figures 4-9 and 11 have the same plans. */
export const figureTag = (figure: FigureId): string => `figure ${figure}`

export const isFigureTag = (tag: string): boolean => FIGURES.some((f) => figureTag(f.id) === tag)

/** The figure that an experiment is for: the one its tag names, else the one that its plans draw. */
export function figureOf({
  plans,
  tags,
}: {
  readonly plans: readonly string[]
  readonly tags: readonly string[]
}): FigureId {
  const tagged = FIGURES.find((f) => tags.includes(figureTag(f.id)))
  if (tagged) return tagged.id
  const names = new Set(plans.map((p) => readVariant(p)?.name))
  const swept = SWEPT.filter((v) => names.has(v))
  if (swept.length >= 2) return '11'
  if (names.has('skip-layer') || names.has('switch')) return '2'
  if (names.has('loop-middle')) return '17'
  if (names.has('looped-parallel')) return '10'
  return swept[0] === 'skip' ? '12' : '11'
}
