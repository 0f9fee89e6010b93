import { METRICS, type MetricName } from '../metrics'

/** What a shown value is a value of. */
export type ShownMetric = MetricName | 'normalised'

/** Whether values span decades, so that they are written and drawn by their magnitude. */
export const spansDecades = (metric: ShownMetric): boolean => metric !== 'normalised' && METRICS[metric].scale === 'log'

/** Whether the better value is the smaller one; of normalised scores it never is. */
export const isLowerBetter = (metric: ShownMetric): boolean =>
  metric !== 'normalised' && METRICS[metric].direction === 'lower'
