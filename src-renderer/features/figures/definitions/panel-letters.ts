import { letterOf, type Subject } from '@/shared/series/subject'

/**
 * What each panel is lettered with, on the screen and in an export alike. In a figure of several models a letter is a model's:
 * a panel that is not of one model has none. Panels of one model are lettered in their order; one alone is not.
 */
export function panelLetters(
  panels: readonly { readonly subject: Subject | null }[],
  nSubjects: number,
): readonly string[] {
  if (nSubjects > 1) return panels.map((p) => p.subject?.letter ?? '')
  return panels.map((_, i) => (panels.length > 1 ? letterOf(i) : ''))
}
