import type { SpawnEngine } from '../engine/process/engine-client'
import { openContext, type Context } from './context'
import { ExperimentPreviews } from './experiment-preview'
import { HubDownloads } from './hub-downloads'
import { ModelService } from './model-service'
import { NormalisedRuns } from './normalised-runs'
import { PairedComparisons } from './paired-comparison'
import { RunQueue } from './run-queue'
import { RunSamples } from './run-samples'
import { RunService } from './run-service'
import { StateMeasurements } from './state-measurements'
import { TaskService } from './task-service'

/** Everything a host offers to people, on one data folder. */
export interface Services {
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

export async function createServices(home: string, spawnEngine: SpawnEngine): Promise<Services> {
  const context = await openContext(home, spawnEngine)
  const models = new ModelService(context)
  await models.adoptBundled()
  const tasks = new TaskService(context)
  const runs = new RunService(context, models, tasks)
  const queue = new RunQueue(context, runs)
  const samples = new RunSamples(context, runs)
  const states = new StateMeasurements(context, models, tasks)
  const downloads = new HubDownloads(context, models)
  return {
    context,
    models,
    tasks,
    runs,
    queue,
    previews: new ExperimentPreviews(context, models, tasks),
    samples,
    normalised: new NormalisedRuns(context, runs),
    comparisons: new PairedComparisons(context, samples),
    states,
    downloads,
    close: async () => {
      downloads.close()
      states.close()
      await queue.close()
      context.db.close()
    },
  }
}
