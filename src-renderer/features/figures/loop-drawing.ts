import type { HeatRange } from '@/shared/charts/heatmap-scale'
import type { HeatmapLook } from '@/shared/charts/heatmap-chart'
import type { ShownMetric } from '@contract/format/shown-metric'

/** How the heatmaps of one figure are drawn: the same for all of its models. */
export interface LoopDrawing extends Pick<HeatmapLook, 'words' | 'formatCell' | 'lowerIsBetter'> {
  readonly metric: ShownMetric
  readonly range: HeatRange
  /** What the scale is a scale of. */
  readonly scaleName: string
}
