import { LOGLIKELIHOOD } from '@contract/experiment'
import type { RunListEntry } from '@contract/run'

/** Whether there is a score, or will be one: a run may read something else of its schedules. */
export const hasScores = (run: Pick<RunListEntry, 'readout'>): boolean => run.readout === LOGLIKELIHOOD
