import type { Term } from './term'

/** A part of a bar: from the store, shared, computed, running or waiting; with its share of the whole and what is written under it. */
export interface Segment {
  readonly kind: 'cached' | 'shared' | 'computed' | 'running' | 'waiting'
  readonly share: number
  readonly text: string
  /** What the word means. */
  readonly term?: Term
}
