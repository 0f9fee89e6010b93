import type { Point } from './line'

/** On how many documents a task the points of a figure stand. */

export type CountRange = readonly [least: number, most: number]

export interface DocumentsDrawn {
  /** Of the points that stand on all documents that they could; null where there are none. */
  readonly all: CountRange | null
  /** Of the best of several plans, which is chosen on one half of the documents and shown on the other. */
  readonly half: CountRange | null
  /** Whether every point stands on all documents of its tasks that the runs have in common, or on its half of them. */
  readonly isWhole: boolean
}

type Counted = Pick<Point, 'documents' | 'isOnHalf'>

export function documentsDrawn(points: readonly Counted[]): DocumentsDrawn {
  const of = (isOnHalf: boolean): CountRange | null =>
    rangeOf(points.filter((p) => p.isOnHalf === isOnHalf).flatMap((p) => p.documents.map((d) => d.n)))
  return {
    all: of(false),
    half: of(true),
    isWhole: points.every((p) => p.documents.every(({ n, of: most }) => n >= most)),
  }
}

/** From the least to the most; null of none. */
export const rangeOf = (counts: readonly number[]): CountRange | null =>
  counts.length === 0 ? null : [Math.min(...counts), Math.max(...counts)]
