import type { HiddenStates } from '@contract/hidden-states'
import { isFull } from '@contract/plan/full'
import { findGroups, type StateGroup } from './groups'
import type { Table } from './table'

/** Similarity of every hidden state along a schedule with every other, and the groups that they fall into. */
export interface SimilarityFigure {
  readonly title: string
  /** Length S. */
  readonly positions: readonly string[]
  /** `[S * S]`, NaN where one of the two positions is skipped. */
  readonly cosine: readonly number[]
  /** `[S]`, NaN at a skipped position. */
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
  const variance = withoutFirst ? states.varianceWithoutFirst : states.variance
  return {
    title,
    ...withGaps(states.positions, cosine, variance, nLayers),
    groups: isFull(states.schedule, nLayers) ? findGroups(cosine, states.positions.length) : [],
    nLayers,
    nDocs: states.nDocs,
  }
}

/**
 * Where layers are left out of the model's own order, their positions are gaps: what is left stands where it stands in the
 * full model, so that panels can be laid over one another.
 */
function withGaps(
  positions: readonly string[],
  cosine: readonly number[],
  variance: readonly number[],
  nLayers: number,
): Pick<SimilarityFigure, 'positions' | 'cosine' | 'variance'> {
  const layers = positions.map(layerOfPosition)
  const isOrdered = layers.every((layer, i) => i === 0 || (layer !== null && layer > (layers[i - 1] ?? -1)))
  if (!isOrdered || positions.length > nLayers) return { positions, cosine, variance }
  const stateAt = new Map(layers.map((layer, i) => [layer === null ? 0 : layer + 1, i]))
  const slots = Array.from({ length: nLayers + 1 }, (_, slot) => stateAt.get(slot))
  const valueAt = (a: number | undefined, b: number | undefined): number =>
    a === undefined || b === undefined ? NaN : (cosine[a * positions.length + b] ?? NaN)
  return {
    positions: slots.map((state, slot) => (slot === 0 ? (positions[state ?? 0] ?? '') : String(slot - 1))),
    cosine: slots.flatMap((a) => slots.map((b) => valueAt(a, b))),
    variance: slots.map((state) => (state === undefined ? NaN : (variance[state] ?? NaN))),
  }
}

/** The layer of a position, for its tone; null for the embedding and for groups. */
export const layerOfPosition = (position: string): number | null => (/^\d+$/.test(position) ? Number(position) : null)

/** How like the states at two positions are; undefined outside the figure and where a position is skipped. */
export function cosineAt({ cosine, positions }: SimilarityFigure, a: number, b: number): number | undefined {
  const value = cosine[a * positions.length + b]
  return Number.isNaN(value) ? undefined : value
}

/** Whether a state of the figure is at a position. */
const hasState = ({ variance }: SimilarityFigure, position: number): boolean => !Number.isNaN(variance[position])

/** A figure with what it is of. */
export interface SimilarityPanel {
  readonly states: HiddenStates
  readonly figure: SimilarityFigure
}

const COLUMNS = [
  ...['model', 'fingerprint', 'layers', 'plan', 'task', 'documents', 'first_token'],
  ...['position', 'state', 'other_position', 'other_state', 'cosine', 'variance'],
]

/** Tidy: a row a pair of positions; a position and its name are not unique by the name alone where a layer comes twice. */
export const similarityTable = (panels: readonly SimilarityPanel[], withoutFirst: boolean): Table => ({
  columns: COLUMNS,
  rows: panels.flatMap(({ states, figure: f }) => {
    const { model, fingerprint, plan, task, nDocs } = states
    const about = [model, fingerprint.slice(0, 12), f.nLayers, plan, task, nDocs, withoutFirst ? 0 : 1]
    return f.positions.flatMap((a, i) =>
      f.positions.flatMap((b, j) =>
        hasState(f, i) && hasState(f, j)
          ? [[...about, i, a, j, b, cosineAt(f, i, j) ?? null, i === j ? (f.variance[i] ?? null) : null]]
          : [],
      ),
    )
  }),
})
