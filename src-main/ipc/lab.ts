import type { Context } from '../home/context'
import type { ExperimentPreviews } from '../runs/preview'
import type { HubDownloads } from '../library/hub-downloads'
import type { ModelService } from '../library/models'
import type { NormalisedRuns } from '../runs/normalised-runs'
import type { PairedComparisons } from '../runs/paired-comparison'
import type { RunQueue } from '../runs/queue'
import type { RunSamples } from '../runs/samples'
import type { RunService } from '../runs/run-service'
import type { StateMeasurements } from '../runs/state-measurements'
import type { TaskService } from '../library/tasks'

/** Everything a host offers to people, on one data folder. */
export interface Lab {
  readonly context: Context
  readonly models: ModelService
  readonly tasks: TaskService
  readonly runs: RunService
  readonly queue: RunQueue
  readonly previews: ExperimentPreviews
  readonly samples: RunSamples
  readonly normalised: NormalisedRuns
  readonly comparisons: PairedComparisons
  readonly states: StateMeasurements
  readonly downloads: HubDownloads
  /** Ends what goes on, at the end of its present step, then closes the database. */
  readonly close: () => Promise<void>
}
