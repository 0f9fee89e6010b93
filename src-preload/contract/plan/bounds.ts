import { MAX_LAYER_APPLICATIONS, MAX_TOTAL_APPLICATIONS, planFault, type PlanFault } from './syntax'

/** What is told where plans together ask for too much. */
export const tooLarge = (reached: number): string =>
  `the plans together have ${reached} layer applications or more; at most ${MAX_TOTAL_APPLICATIONS} are taken: use fewer values`

/** The fault of one schedule that is too long. */
export const tooManyApplications = (reached: number, column: number): PlanFault =>
  planFault(
    'plan.too-many-applications',
    `the schedule has ${reached} layer applications; at most ${MAX_LAYER_APPLICATIONS} are taken`,
    column,
    { n: reached, most: MAX_LAYER_APPLICATIONS },
  )
