import type { Executor } from '../executors/executor'
import type { Context } from '../home/context'
import type { AnswerWriter } from '../runs/answers'
import type { ExperimentPreviews } from '../runs/preview'
import type { HubDownloads } from '../library/hub-downloads'
import type { ModelService } from '../library/models'
import type { CommonScoresOfRuns } from '../runs/common-scores'
import type { PairedComparisons } from '../runs/paired-comparison'
import type { RunQueue } from '../runs/queue'
import type { RunSamples } from '../runs/samples'
import type { RunLifecycle } from '../runs/lifecycle'
import type { RunResults } from '../runs/results'
import type { SimilarityResults } from '../runs/similarity'
import type { OwnTasks } from '../library/own-tasks'
import type { TaskService } from '../library/tasks'

/** Everything a host offers to people, on one data folder. */
export interface Lab {
  readonly context: Context
  readonly models: ModelService
  readonly tasks: TaskService
  readonly ownTasks: OwnTasks
  readonly executor: Executor
  readonly runs: RunLifecycle
  readonly results: RunResults
  readonly queue: RunQueue
  readonly previews: ExperimentPreviews
  readonly samples: RunSamples
  readonly commonScores: CommonScoresOfRuns
  readonly comparisons: PairedComparisons
  readonly similarity: SimilarityResults
  readonly answers: AnswerWriter
  readonly downloads: HubDownloads
  /** Ends what goes on, at the end of its present step, then closes the database. */
  readonly close: () => Promise<void>
}
