import type { HiddenStates } from '@contract/hidden-states'
import { isFull } from '@contract/plan/full'
import { findGroups, type StateGroup } from './groups'
import type { Table } from './table'

/** Similarity of every hidden state along a schedule with every other, and the groups that they fall into. */
export interface SimilarityFigure {
  readonly title: string
  /** Length S. */
  readonly positions: readonly string[]
  /** `[S * S]` */
  readonly cosine: readonly number[]
  /** `[S]` */
  readonly variance: readonly number[]
  readonly groups: readonly StateGroup[]
  readonly nLayers: number
  readonly nDocs: number
}

/** Groups are told for the unmodified model only: another order of layers has no beginning, middle and end. */
export function similarityFigure(
  states: HiddenStates,
  title: string,
  nLayers: number,
  withoutFirst: boolean,
): SimilarityFigure {
  const cosine = withoutFirst ? states.cosineWithoutFirst : states.cosine
  return {
    title,
    positions: states.positions,
    cosine,
    variance: withoutFirst ? states.varianceWithoutFirst : states.variance,
    groups: isFull(states.schedule, nLayers) ? findGroups(cosine, states.positions.length) : [],
    nLayers,
    nDocs: states.nDocs,
  }
}

/** The layer of a position, for its tone; null for the embedding and for groups. */
export const layerOfPosition = (position: string): number | null => (/^\d+$/.test(position) ? Number(position) : null)

/** How like the states at two positions are; undefined outside the figure. */
export const cosineAt = ({ cosine, positions }: SimilarityFigure, a: number, b: number): number | undefined =>
  cosine[a * positions.length + b]

export const similarityTable = (figures: readonly SimilarityFigure[]): Table => ({
  columns: ['panel', 'state', 'other', 'cosine', 'variance'],
  rows: figures.flatMap((f) =>
    f.positions.flatMap((a, i) =>
      f.positions.map((b, j) => [f.title, a, b, cosineAt(f, i, j) ?? null, i === j ? (f.variance[i] ?? null) : null]),
    ),
  ),
})
