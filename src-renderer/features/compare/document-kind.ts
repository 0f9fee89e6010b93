import type { ComparedDocument } from '@contract/comparison'

/** How a document fared under both plans: `rightWrong` was right under A and is wrong under B. */
export type DocumentKind = 'rightWrong' | 'wrongRight' | 'bothRight' | 'bothWrong'

export function kindOf({ a, b }: Pick<ComparedDocument, 'a' | 'b'>): DocumentKind {
  if (a.right) return b.right ? 'bothRight' : 'rightWrong'
  return b.right ? 'wrongRight' : 'bothWrong'
}

const TONES: Readonly<Record<DocumentKind, 'worse' | 'better' | 'quiet'>> = {
  rightWrong: 'worse',
  wrongRight: 'better',
  bothRight: 'quiet',
  bothWrong: 'quiet',
}
export const toneOf = (kind: DocumentKind): string => TONES[kind]
