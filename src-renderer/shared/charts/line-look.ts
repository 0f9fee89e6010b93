import type { Line } from '@/shared/series/line'
import type { Reference } from '@/shared/series/reference'
import type { Theme } from '@/theme/tokens'
import type { ShownMetric } from '@contract/format/shown-metric'
import { SCREEN, SMALL, type ChartSizes } from './chart-sizes'
import type { YRange } from './ranges'

export interface LineChartWords {
  readonly x: string
  readonly y: string
  readonly full: string
  /** The full model on the half of the documents that a best of several is shown on. */
  readonly fullOnHalf: string
  readonly floor: string
}

export interface LineChartLook {
  readonly theme: Theme
  readonly words: LineChartWords
  readonly errors: boolean
  readonly log: boolean
  /** Legend keys that are hidden, and the one that the others step back for. */
  readonly hidden?: ReadonlySet<string>
  readonly emphasised?: string | null
  readonly small?: boolean
  /** Those of the screen where nothing is said. */
  readonly sizes?: ChartSizes
  /** What stands at a line itself, where there is room; absent where the legend alone tells. */
  readonly nameOf?: (line: Line) => string
  /** Whether all lines are named at themselves or none: on paper, where no pointer tells the rest. */
  readonly allNamed?: boolean
  /** Whether the full model and the guess are named at their lines; if not, a legend tells them. */
  readonly namesGuides?: boolean
  /** Of somebody else, under the lines. */
  readonly references?: readonly Reference[]
  /** Whether ticks stand where a point is still to come. */
  readonly planned?: boolean
  /** Whether x counts in percent. */
  readonly percent?: boolean
  /** What the values are of: it decides the steps of the y axis. */
  readonly metric: ShownMetric
  /** The y axis of panels that stand side by side. */
  readonly range?: YRange
  readonly formatY: (value: number, interval: number) => string
}

export const sizesOf = ({ small, sizes }: Pick<LineChartLook, 'small' | 'sizes'>): ChartSizes =>
  small === true ? SMALL : (sizes ?? SCREEN)
