import type { ShownMetric } from '@contract/format/shown-metric'
import type { Reference } from '@/shared/series/reference'

/** How the charts of one figure are drawn: the same for all of its panels. */
export interface LineDrawing {
  readonly words: { readonly x: string; readonly y: string }
  readonly metric: ShownMetric
  readonly errors: boolean
  readonly log: boolean
  /** Whether x counts in percent. */
  readonly percent: boolean
  readonly references?: readonly Reference[]
}
