import type { TaskEntry } from '@contract/task'

/** Documents whose hidden states are compared. */
export const STATES_DOCUMENTS = 16

/**
 * The start of figure 15: the paper takes s = 13 of 32 layers, a middle of 5; in a shallower model at least 3, so that there
 * is something to repeat.
 */
export const middleStart = (nLayers: number): number =>
  Math.max(0, Math.floor((nLayers - 1 - Math.max(3, Math.round((5 / 32) * nLayers))) / 2))

/** Whose documents the states are compared on, unless chosen otherwise: the paper's LAMBADA where it is at hand. */
export function statesTask(tasks: readonly TaskEntry[]): string {
  const atHand = tasks.filter((x) => x.nDocs !== null)
  return (atHand.find((x) => x.task === 'lambada_openai') ?? atHand[0])?.task ?? ''
}

/**
 * Positions between which the middle layers of a variant lie, for shading; null where it has none.
 * @param s the variant's start @param nPositions states along its schedule, the embedding included
 */
export function middleOf(s: number, nPositions: number): readonly [number, number] | null {
  const last = nPositions - 1
  const outer = s + 1
  return last - 2 * outer >= 0 ? [outer, last - outer + 1] : null
}
