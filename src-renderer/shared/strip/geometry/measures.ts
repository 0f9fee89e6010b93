import { unitsOf } from './units'
import type { Item } from '@/shared/schedule/items'

export type StripSize = 'chip' | 'card' | 'editor'

export interface LayoutOptions {
  readonly nLayers: number
  readonly size: StripSize
  /** Pixels to fit into; a strip is never stretched beyond its largest cell. */
  readonly width: number
  /** Units of the longest strip that is shown together with this one, so that widths can be compared. */
  readonly units?: number
  readonly cell?: number
  readonly ghosts?: boolean
  /** Of a chip. */
  readonly height?: number
}

/** What a strip is drawn with, in pixels. */
export interface Measures {
  readonly size: StripSize
  readonly cell: number
  readonly gap: number
  readonly height: number
  /** Height of a cell inside a group. */
  readonly lane: number
  readonly laneGap: number
  /** Width in which wires fan out to the branches. */
  readonly fan: number
  /** More branches than this are drawn as bars. */
  readonly maxLanes: number
  readonly bar: number
  readonly maxStack: number
  readonly labels: boolean
  /** Room before the first cell and after the last. */
  readonly ends: number
  /** Radius of the sign for the mean. */
  readonly mean: number
}

export const hasGhosts = (options: LayoutOptions): boolean => options.ghosts ?? options.size !== 'editor'

export function measuresFor(items: readonly Item[], options: LayoutOptions): Measures {
  const own = unitsOf(items, options.nLayers, hasGhosts(options))
  switch (options.size) {
    case 'chip':
      return chip(options, Math.max(1, options.units ?? own, options.nLayers))
    case 'card':
      return card(options, Math.max(1, options.units ?? own))
    case 'editor':
      return editor(options, Math.max(1, options.units ?? own))
  }
}

function chip({ width, cell, height = 18 }: LayoutOptions, units: number): Measures {
  const pitch = Math.min(15, Math.max(1.5, width / units))
  const gap = pitch >= 6 ? 1 : pitch >= 3.5 ? 0.5 : 0
  return {
    size: 'chip',
    cell: cell ?? pitch - gap,
    gap,
    height,
    lane: 0,
    laneGap: 0,
    fan: 0,
    maxLanes: 0,
    bar: 0,
    maxStack: height,
    labels: false,
    ends: 0,
    mean: 0,
  }
}

const ENDS = 16

function card({ width, cell: fixed }: LayoutOptions, units: number): Measures {
  const cell = fixed ?? Math.min(24, Math.max(12, (width - 2 * ENDS) / units - 2))
  return {
    size: 'card',
    cell,
    gap: 2,
    height: 28,
    lane: 20,
    laneGap: 4,
    fan: 14,
    maxLanes: 7,
    bar: 4,
    maxStack: 150,
    labels: cell >= 13,
    ends: ENDS,
    mean: 5,
  }
}

function editor({ width, cell }: LayoutOptions, units: number): Measures {
  return {
    size: 'editor',
    cell: cell ?? Math.min(40, Math.max(22, (width - 2 * ENDS) / units - 3)),
    gap: 3,
    height: 46,
    lane: 34,
    laneGap: 9,
    fan: 20,
    maxLanes: 12,
    bar: 5,
    maxStack: 260,
    labels: true,
    ends: ENDS,
    mean: 7,
  }
}
