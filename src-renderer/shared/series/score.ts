import type { CommonTask } from '@contract/common-scores'
import { decides, higherIsBetter, type MetricName } from '@contract/metrics'
import type { ShownMetric } from '@contract/format/shown-metric'
import type { Scored } from './scored'

/** Which score is drawn. The median is over tasks and normalised only. */
export interface ScoreChoice {
  readonly score: 'normalised' | 'raw'
  /** A task's name, or `median`. */
  readonly task: string
  readonly metric: MetricName
}

export const shownMetric = (choice: ScoreChoice): ShownMetric =>
  choice.score === 'normalised' ? 'normalised' : choice.metric

/** Normalised scores are the higher the better, whatever they were made from. */
export const isHigherBetter = (choice: ScoreChoice): boolean =>
  choice.score === 'normalised' || higherIsBetter(choice.metric)

export const taskOf = ({ tasks }: Scored, task: string): CommonTask | undefined => tasks.find((t) => t.task === task)

/** What guessing scores; null where that has no meaning. */
export const floorOf = ({ metric, floor }: CommonTask): number | null =>
  metric !== null && decides(metric) ? floor : null
